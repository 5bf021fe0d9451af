/**
 * The mark of the ballot box: how many entries it has, and the six words of its root. The same look
 * on every page; twin of the macro box_mark in voting/templates/words.html.
 *
 * Each word has a place of its own in the grid of voting/static/style.css, so that nothing moves
 * when the words change.
 */

import WORDS from "built:words";
import { element, emptied } from "./booth_page.js";
import { wordsOf } from "./words.js";

/** @typedef {{ size: number, root: string }} BoxMark root: Base64 without padding */

const NEWEST = /^[^\n]+\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43})=\n/;

/**
 * Return the mark that a checkpoint names, its signature unverified: for screens that show what
 * they are told, so that people may compare.
 * @param {string} checkpoint
 * @returns {BoxMark | null}
 */
export function unverifiedMark(checkpoint) {
  const found = NEWEST.exec(checkpoint);
  return found === null ? null : { size: Number(found[1]), root: found[2] };
}

/**
 * Write a mark: `1.234 mục`, and the words.
 * @param {Element} place of class `mark`
 * @param {BoxMark} mark
 * @param {string} sized the sentence of the size, with {size}
 */
export function drawBoxMark(place, { size, root }, sized) {
  const said = sized.replace("{size}", grouped(size));
  const words = wordsOf(root, WORDS).split(" ");
  if (place.textContent === `${said} ${words.join(" ")}`) return;
  const six = element("span", { class: "six", lang: "vi" });
  words.forEach((word, number) => {
    if (number > 0) six.appendChild(document.createTextNode(" "));
    six.appendChild(element("span", {}, word));
  });
  emptied(place).appendChild(element("span", { class: "size" }, said));
  place.appendChild(document.createTextNode(" "));
  place.appendChild(six);
}

/**
 * Write a whole number with the separators of the page's language.
 * @param {number} value
 */
export function grouped(value) {
  const mark = document.documentElement.lang === "en" ? "," : ".";
  return String(value).replace(/\B(?=(?:[0-9]{3})+$)/g, mark);
}
