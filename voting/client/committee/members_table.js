/** Who has done what, and how many can decrypt. */

import { element } from "../booth_page.js";

/** @typedef {import("./line.js").State} State */
/** @typedef {import("./line.js").MemberState} MemberState */
/** @typedef {import("./page.js").Screen} Screen */

const ROUNDS = 4;

/**
 * Fill the rows of the table: a member a row, a step a column, words in every cell.
 * @param {Screen} screen
 * @param {Element} body
 * @param {State} state
 */
export function drawMembers(screen, body, state) {
  for (const member of state.members) {
    const name = element("th", { scope: "row" }, member.name);
    if (member.is_head) name.appendChild(element("span", { class: "post" }, screen.say("head_of")));
    if (member.index === state.you.index) {
      name.appendChild(element("span", { class: "post" }, screen.say("you")));
    }
    const row = element(
      "tr",
      {},
      name,
      cell(screen, "made", madeOf(screen, member, state)),
      cell(screen, "drilled", screen.say(member.drilled ? "done" : "not_yet"), member.drilled),
      cell(screen, "decrypted", screen.say(member.decrypted ? "done" : "not_yet"), member.decrypted),
    );
    body.appendChild(row);
    if (member.renewals > 0) body.appendChild(renewalsRow(screen, member));
    if (member.fault !== null) body.appendChild(faultRow(screen, member, state));
  }
}

/**
 * @param {Screen} screen
 * @param {string} column
 * @param {string} text
 * @param {boolean} [isDone]
 */
function cell(screen, column, text, isDone = text === screen.say("done")) {
  const label = screen.say(`column_${column}`);
  return element("td", { "data-label": label, "data-done": String(isDone) }, text);
}

/**
 * @param {Screen} screen
 * @param {MemberState} member
 * @param {State} state
 */
function madeOf(screen, { sent }, state) {
  if (state.round === "done" || sent.length === ROUNDS) return screen.say("done");
  return sent.length ? screen.say("steps", { done: sent.length, all: ROUNDS }) : screen.say("not_yet");
}

/**
 * Say how often a member's link was given anew: who gave it could have taken the member's seat.
 * @param {Screen} screen
 * @param {MemberState} member
 */
function renewalsRow(screen, { name, renewals }) {
  const text = screen.say("renewed", { name, count: renewals });
  return element("tr", { class: "renewed-row" }, element("td", { colspan: "4" }, text));
}

/**
 * @param {Screen} screen
 * @param {MemberState} member
 * @param {State} state
 */
function faultRow(screen, { name, fault }, state) {
  const { by, message } = /** @type {NonNullable<MemberState["fault"]>} */ (fault);
  const seen = by === null ? screen.say("seen_server") : screen.say("seen_member", { name: nameOf(state, by) });
  const text = `${screen.say("fault_of", { name })} ${message} ${seen}`;
  return element("tr", { class: "fault-row" }, element("td", { colspan: "4" }, text));
}

/**
 * @param {State} state
 * @param {number} index
 */
function nameOf({ members }, index) {
  const found = members.find((member) => member.index === index);
  return found === undefined ? String(index) : found.name;
}

/**
 * Write "4 of 5 can decrypt, 3 are needed".
 * @param {Screen} screen
 * @param {State} state
 */
export function drawLight(screen, state) {
  const { can_decrypt: can, size, needed, needed_to_open: toOpen } = state;
  const isBefore = state.state === "keys" || state.state === "prepared";
  screen.write("light", screen.say("light", { can, size, needed }));
  screen.ref("light").setAttribute("data-state", can >= toOpen ? "good" : "waiting");
  const more = screen.say(can >= toOpen ? "light_good" : "light_waiting", { toOpen });
  screen.write("light-more", isBefore ? more : "");
  screen.write("power", screen.say("power", { needed, fewer: needed - 1, size }));
}
