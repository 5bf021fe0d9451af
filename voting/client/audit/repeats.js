/**
 * Find ciphertexts that stand in ballots of two credentials; twin of audit/repeats.py.
 *
 * Of each ciphertext eight bytes are kept (a hash with a salt drawn afresh, so that nobody can aim
 * at a collision); only where two are equal are the ciphertexts themselves compared.
 */

import * as canonical from "../ballots/canonical.js";
import { BallotsError } from "../ballots/errors.js";
import { sha256, utf8 } from "../ballots/hashing.js";
import { CIPHERTEXT } from "../ballots/encryption.js";

/**
 * A ciphertext of a ballot that stands already in a ballot of another credential.
 * @typedef {{ entry: number, digest: string, question: number, firstEntry: number }} Repeat
 */

/** The parts of a ballot that are compared. */
const COMPARED = canonical.struct(
  {
    credential: canonical.text,
    answers: canonical.list(
      canonical.struct({ choices: canonical.list(CIPHERTEXT) }, { lax: true }),
    ),
  },
  { lax: true },
);

/**
 * Return what stands for a ciphertext in the search for repeats.
 * @param {{ alpha: string, beta: string }} ciphertext
 * @param {Uint8Array} salt
 */
export function printOf({ alpha, beta }, salt) {
  const hash = sha256(salt, utf8(`${alpha},${beta}`));
  return new DataView(hash.buffer, hash.byteOffset).getBigUint64(0);
}

/**
 * Return the prints that occur more than once.
 * @param {BigUint64Array[]} parts
 */
export function twice(parts) {
  const all = new BigUint64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  all.sort();
  return new Set(all.filter((print, place) => place > 0 && print === all[place - 1]));
}

/**
 * Compare the ciphertexts whose prints are equal; tell of each ballot the first repeat.
 * @param {import("./record.js").Record} record
 * @param {number} limit ballots over this size were not looked into
 * @param {Uint8Array} salt
 * @param {Set<bigint>} suspects the prints that occur twice
 */
export async function findRepeats(record, limit, salt, suspects) {
  /** @type {Map<string, { entry: number, credential: string }>} */
  const first = new Map();
  /** @type {Repeat[]} */
  const found = [];
  for (const { entry, member } of suspects.size ? record.ballots : []) {
    if (member.size > limit) continue;
    const ballot = compared(await record.content(member));
    if (ballot === null) continue;
    const repeat = repeatIn(ballot, entry.index, first, (one) => suspects.has(printOf(one, salt)));
    if (repeat !== null) found.push({ entry: entry.index, digest: member.digest, ...repeat });
  }
  return found;
}

/**
 * @param {canonical.ValueOf<typeof COMPARED>} ballot
 * @param {number} entry
 * @param {Map<string, { entry: number, credential: string }>} first
 * @param {(ciphertext: { alpha: string, beta: string }) => boolean} isSuspect
 */
function repeatIn({ credential, answers }, entry, first, isSuspect) {
  for (const [index, { choices }] of answers.entries()) {
    for (const ciphertext of choices.filter(isSuspect)) {
      const pair = JSON.stringify([ciphertext.alpha, ciphertext.beta]);
      const known = first.get(pair) || { entry, credential };
      first.set(pair, known);
      if (known.credential !== credential) return { question: index + 1, firstEntry: known.entry };
    }
  }
  return null;
}

/** @param {Uint8Array} data */
function compared(data) {
  try {
    return canonical.parse(data, COMPARED);
  } catch (error) {
    if (error instanceof BallotsError) return null;
    throw error;
  }
}
