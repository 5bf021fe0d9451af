/**
 * A void sheet: paper that makes a run of serials void; twin of voting/voidsheet.py, which says how
 * its code is written. What it tells of serials is read here and goes nowhere else.
 */

import { BASE58 } from "./election.js";

const SHEET = /^\s*TNH1\d{20}/i;
const CHECK = 99999989;
const CHECK_DIGITS = 8;
const NAME_DIGITS = 15;
const SHORT = 12; // hexadecimal digits of a short name

/** @typedef {{ first: number, last: number, names: string[] }} VoidSheet names: short ones, by serial */
/** @typedef {"sheet_damaged" | "other_sheet"} SheetFault */

/**
 * Tell whether a text is meant to be the code of a void sheet.
 * @param {string} text
 */
export function isVoidSheet(text) {
  return SHEET.test(text);
}

/**
 * Read what a camera or a scanner that types has read of a void sheet.
 * @param {string} text
 * @param {string} uuid of this conference
 * @returns {{ sheet: VoidSheet, fault: null } | { sheet: null, fault: SheetFault }}
 */
export function readVoidSheet(text, uuid) {
  const digits = text.trim().slice(3);
  const body = digits.slice(0, -CHECK_DIGITS);
  const isWhole = /^\d+$/.test(digits) && remainder(body) === Number(digits.slice(-CHECK_DIGITS));
  if (!isWhole) return { sheet: null, fault: "sheet_damaged" };
  let at = 1; // behind the version
  const take = (/** @type {number} */ count) => body.slice(at, (at += count));
  const length = Number(take(2));
  const found = Array.from({ length }, () => BASE58[Number(take(2))]).join("");
  const first = Number(take(6));
  const names = Array.from({ length: Number(take(2)) }, () => nameOf(take(NAME_DIGITS)));
  const isSheet = at === body.length && first > 0 && names.length > 0 && names.indexOf("") < 0;
  if (!isSheet || new Set(names).size < names.length) return { sheet: null, fault: "sheet_damaged" };
  if (found !== uuid) return { sheet: null, fault: "other_sheet" };
  return { sheet: { first, last: first + names.length - 1, names }, fault: null };
}

/** @param {string} digits */
function remainder(digits) {
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % CHECK;
  return rest;
}

/**
 * Return a short name, or an empty text for a number that is none.
 * @param {string} digits
 */
function nameOf(digits) {
  const name = Number(digits).toString(16).padStart(SHORT, "0");
  return name.length === SHORT ? name : "";
}

/**
 * Shorten what names a card: a public credential, perhaps behind the uuid of its vote.
 * @param {string} name whole or short already
 */
export function shortOf(name) {
  return name.slice(0, name.lastIndexOf(" ") + 1 + SHORT);
}

/**
 * Tell whether a card is among others, if whole or short names stand on either side.
 * @param {Set<string>} names
 * @param {string} name
 */
export function isAmong(names, name) {
  const short = shortOf(name);
  if (names.has(name) || names.has(short)) return true;
  return name === short && Array.from(names).some((one) => one.startsWith(short));
}

/**
 * Put names into the order in which they are sent: cards as they were scanned, then short names
 * sorted, so that nothing tells which serials they have.
 * @param {Iterable<string>} names
 */
export function inSentOrder(names) {
  const all = Array.from(names);
  const isShort = (/** @type {string} */ name) => name === shortOf(name);
  return [...all.filter((name) => !isShort(name)), ...all.filter(isShort).sort()];
}
