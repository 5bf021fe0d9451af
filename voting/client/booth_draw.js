/** Draw the screen that is shown from what is known: again at any time, in any language. */

import { drawChosen, drawElected, drawList, drawNames } from "./booth_choose.js";
import { emptied } from "./booth_page.js";
import { drawRows } from "./booth_rate.js";
import { drawDone, drawOpened, drawReview, inGroups } from "./booth_review.js";

/** @typedef {import("./booth_page.js").Page} Page */
/** @typedef {import("./booth_data.js").Person} Person */
/** @typedef {import("./booth_turn.js").Turn} Turn */

const SECRET_PLACES = ["people", "chosen", "unmarked-names", "opened-choices", "opened-qr"];
const TRY_AGAIN = ["voting_not_open", "machine"];
const OTHER_CARD = ["unknown_credential", "card_void", "credential_used"];
const ASK_BOARD = ["credential_used", "voting_closed"];

/**
 * @param {Page} page
 * @param {Turn} turn
 * @param {Person[]} people
 */
export function draw(page, turn, people) {
  switch (page.screen) {
    case "card":
      page.write("card-reloaded", turn.isAgain ? page.say("reloaded") : "");
      break;
    case "rate":
      if (page.ref("people").firstChild === null) {
        (turn.seats > 0 ? drawList : drawRows)(page, people, turn.choices);
      }
      drawLeft(page, turn);
      break;
    case "review":
      drawReview(page, people, turn.choices, turn.isConfirmed);
      if (turn.seats > 0) drawElected(page, people, turn);
      break;
    case "check":
      page.write("check-hash", turn.hash ? inGroups(turn.hash) : turn.progress(page));
      /** @type {HTMLButtonElement} */ (page.ref("open")).disabled = turn.hash === "";
      break;
    case "opened":
      if (turn.opened !== null) {
        drawOpened(page, people, turn.opened, turn.file(turn.opened.file));
        if (turn.seats > 0) drawNames(page, "opened-choices", people, turn.opened.choices);
      }
      break;
    case "waiting":
      page.write("waiting-progress", turn.progress(page));
      page.write("waiting-lost", turn.lost ? page.say("waiting_lost") : "");
      break;
    case "sending":
      page.write("sending-progress", turn.progress(page));
      page.write("sending-lost", turn.lost ? page.count("lost", turn.lost) : "");
      break;
    case "done":
      if (turn.recorded !== null) drawDone(page, turn.recorded, turn.file(turn.recorded.receipt));
      break;
    case "notice":
      drawNotice(page, turn);
      break;
    default:
  }
}

/**
 * Say how many people are left, or in an election how many are chosen.
 * @param {Page} page
 * @param {Turn} turn
 */
export function drawLeft(page, turn) {
  if (turn.seats > 0) {
    drawChosen(page, turn);
    return;
  }
  const left = turn.left();
  const said = left ? page.count("left", left) : page.say("left_none");
  page.write("left", said);
  page.write("next", left ? `${said} ↓` : said);
  const jump = page.ref("next");
  jump.setAttribute("aria-label", left ? page.say("next", { left: said }) : said);
  jump.classList.toggle("absent", left === 0);
  page.write("left-fault", "");
}

/**
 * @param {Page} page
 * @param {Turn} turn
 */
function drawNotice(page, turn) {
  const { key, message, statement } = turn.notice;
  const title = page.say(`notice_${key}`) || message || page.say("notice_machine");
  page.write("notice-title", title);
  page.write("notice-text", page.say(`notice_${key}_then`));
  const again = page.ref("notice-again");
  const isNextToCome = key === "voting_closed" && again.dataset.then !== undefined;
  again.hidden = !TRY_AGAIN.includes(key) && !isNextToCome;
  page.ref("notice-card").hidden = !OTHER_CARD.includes(key);
  page.ref("notice-receipt").hidden = !ASK_BOARD.includes(key);
  page.ref("notice-statement").hidden = statement === "";
  if (statement !== "") page.ref("notice-file").setAttribute("href", turn.file(statement));
}

/**
 * Remove every choice from the page.
 * @param {Page} page
 */
export function eraseChoices(page) {
  for (const name of SECRET_PLACES) emptied(page.ref(name));
  page.ref("opened-file").removeAttribute("href");
}
