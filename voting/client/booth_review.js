/** What is shown of a finished choice: the review, the opened ballot, the receipt. */

import WORDS from "built:words";
import { element, emptied } from "./booth_page.js";
import { fullName, levelMark, levelsOf } from "./booth_rate.js";
import { drawBoxMark, grouped } from "./box_mark.js";
import { clockTime } from "./clock.js";
import { drawQr } from "./qr.js";
import { shortReceipt } from "./receipt.js";
import { countSeen } from "./receipt_verdict.js";
import { wordsOf } from "./words.js";

/** @typedef {import("./booth_page.js").Page} Page */
/** @typedef {import("./booth_data.js").Person} Person */

/**
 * Draw the review: every person with the level chosen, unmarked ones named in the confirmation.
 * @param {Page} page
 * @param {Person[]} people
 * @param {(number | null)[]} choices
 * @param {boolean} isConfirmed
 */
export function drawReview(page, people, choices, isConfirmed) {
  const chosen = emptied(page.ref("chosen"));
  people.forEach((person, row) => {
    const item = choiceItem(page, person, choices[row]);
    const change = element(
      "button",
      {
        type: "button",
        class: "plain",
        "data-do": "change",
        "data-row": String(row),
        "aria-label": `${page.say("change")}, ${fullName(page, person)}`,
      },
      page.say("change"),
    );
    item.appendChild(change);
    chosen.appendChild(item);
  });
  const unmarked = people.filter((_, row) => choices[row] === null);
  const box = page.ref("unmarked");
  box.hidden = unmarked.length === 0;
  page.write("unmarked-count", page.count("unmarked", unmarked.length));
  const names = emptied(page.ref("unmarked-names"));
  for (const { name, post } of unmarked) {
    names.appendChild(element("li", {}, element("strong", {}, name), post ? `, ${post}` : ""));
  }
  /** @type {HTMLInputElement} */ (page.ref("confirm")).checked = isConfirmed;
  showConfirmFault(page, false);
}

/**
 * @param {Page} page
 * @param {Person} person
 * @param {number | null} choice
 */
function choiceItem(page, person, choice) {
  const item = element("li", {});
  const who = element("span", { class: "who" }, element("span", { class: "name" }, person.name));
  if (person.post) who.appendChild(element("span", { class: "post" }, person.post));
  item.appendChild(who);
  const said = element("span", { class: "said" });
  if (choice === null) {
    said.appendChild(document.createTextNode(page.say("not_marked")));
  } else {
    const level = levelsOf(page)[choice];
    said.appendChild(levelMark(level));
    said.appendChild(document.createTextNode(` ${level.name}`));
  }
  item.appendChild(said);
  return item;
}

/**
 * Show or hide what is missing before sending.
 * @param {Page} page
 * @param {boolean} isShown
 */
export function showConfirmFault(page, isShown) {
  page.ref("unmarked").classList.toggle("wrong", isShown);
  page.write("confirm-fault", isShown ? page.say("confirm_first") : "");
  const box = page.ref("confirm");
  if (isShown) {
    box.setAttribute("aria-invalid", "true");
    box.focus();
  } else {
    box.removeAttribute("aria-invalid");
  }
}

/**
 * @typedef {object} Opened
 * @property {string} hash
 * @property {Uint8Array} file
 * @property {string} code
 * @property {(number | null)[]} choices
 */

/**
 * Draw an opened ballot: its mark, its choices, the file and the code for another device.
 * @param {Page} page
 * @param {Person[]} people
 * @param {Opened} opened
 * @param {string} url of the file
 */
export function drawOpened(page, people, opened, url) {
  page.write("opened-hash", inGroups(opened.hash));
  const list = emptied(page.ref("opened-choices"));
  people.forEach((person, row) => {
    list.appendChild(choiceItem(page, person, opened.choices[row]));
  });
  const link = page.ref("opened-file");
  link.setAttribute("href", url);
  link.setAttribute("download", `kiem-tra-may-${fileWord(opened.hash)}.json`);
  emptied(page.ref("opened-qr")).appendChild(drawQr(opened.code, page.say("opened_qr")));
  const address = checkAddress(page.ref("check-address").dataset);
  page.write("check-address", address);
  emptied(page.ref("check-qr")).appendChild(drawQr(address, page.say("check_qr")));
}

/**
 * Return where another device finds the check page: at the address that the cards point to, if the
 * plan says it, since a kiosk may itself stand on "localhost".
 * @param {DOMStringMap} place
 */
export function checkAddress({ base = "", path = "" }) {
  if (base === "") return new URL(path, window.location.href).href;
  return base.replace(/\/+$/, "") + path.slice(path.lastIndexOf("/c/"));
}

/**
 * Draw the last page: the index, the tracker, the receipt as a code and a file.
 * @param {Page} page
 * @param {import("./booth_receipt.js").Judged} recorded
 * @param {string} url of the receipt's file
 */
export function drawDone(page, { tracker, index, receipt, judgement }, url) {
  page.write("done-witnesses", witnessesSaid(page, judgement));
  page.write("done-index", String(index));
  page.write("done-short", inGroups(tracker.slice(0, 12)));
  page.write("done-tracker", tracker);
  page.write("done-words", wordsOf(tracker, WORDS));
  drawBoxMark(page.ref("done-mark"), judgement, page.say("box_mark_size"));
  const link = page.ref("done-file");
  link.setAttribute("href", url);
  link.setAttribute("download", `bien-nhan-${index}.txt`);
  emptied(page.ref("done-qr")).appendChild(drawQr(shortReceipt(receipt), page.say("receipt_qr")));
}

/**
 * Say how many witnesses have confirmed; if too few, that they come, or since when they do not.
 * @param {Page} page
 * @param {import("./receipt_verdict.js").Judgement} judgement
 */
function witnessesSaid(page, judgement) {
  const { held, times, verdict } = judgement;
  const all = (times || []).length;
  if (!all) return "";
  const seen = page.say("witnesses", { count: countSeen(judgement), all });
  if (verdict !== "too_few_witnesses") return seen;
  if (held === null) return `${seen} ${page.say("witnesses_come")}`;
  const since = page.say("witnesses_since", { held: grouped(held[0]), time: clockTime(held[1]) });
  return `${seen} ${since}`;
}

/**
 * Write a code in groups of four, as it is easily compared.
 * @param {string} code
 */
export function inGroups(code) {
  return (code.match(/.{1,4}/g) || []).join(" ");
}

/** @param {string} code */
function fileWord(code) {
  return code.replace(/[^A-Za-z0-9]/g, "").slice(0, 8);
}
