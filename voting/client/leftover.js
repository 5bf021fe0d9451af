/**
 * Cards that stayed at the desk, as a list names them; twin of voting/leftover.py.
 *
 * A line is the uuid of a vote and the public credential of a card there. The lines are sorted, so
 * that in a sitting nothing tells which of one vote is the same card as which of another.
 */

import { publicCredential } from "./credentials.js";

/**
 * Name one card for each vote that it is good for, the first one first.
 * @param {string} credential private; it goes nowhere else
 * @param {string[]} votes uuids
 */
export function leftOverLines(credential, votes) {
  return votes.map((uuid) => `${uuid} ${publicCredential(credential, uuid)}`);
}

/**
 * Write the lines of all cards.
 * @param {Iterable<string>} lines
 */
export function leftOverText(lines) {
  return Array.from(new Set(lines))
    .sort()
    .map((line) => `${line}\n`)
    .join("");
}
