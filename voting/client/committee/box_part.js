/**
 * The mark of the ballot box on the page of a member, as on every screen of the hall: shown once
 * the conference has a log, kept as it was while the server does not answer.
 */

import { drawBoxMark, unverifiedMark } from "../box_mark.js";

/** @typedef {import("./line.js").State} State */

/**
 * Read the newest checkpoint and show its mark. It costs the server nothing: the answer is kept for
 * a second for everybody.
 * @param {import("./page.js").Screen} screen
 * @param {string} address of the newest checkpoint
 * @param {State["state"]} state before `prepared` there is no log
 */
export async function showBox(screen, address, state) {
  if (state === "keys") return;
  const text = await fetch(address, { credentials: "omit" })
    .then((answer) => (answer.ok ? answer.text() : ""))
    .catch(() => "");
  const mark = unverifiedMark(text);
  if (mark === null) return;
  const box = screen.ref("box");
  box.hidden = false;
  const place = /** @type {Element} */ (box.querySelector(".mark"));
  drawBoxMark(place, mark, screen.say("box_mark_size"));
}
