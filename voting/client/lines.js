/**
 * What lines of the log's formats hold: Base64, hashes, sizes, each in its one form; twin of
 * audit/lines.py. Sizes above 2^53 - 1, which no log of a conference reaches, are refused here.
 */

import { base64 } from "./hashing.js";
import { LogRefused } from "./log_errors.js";

/** @typedef {import("./log_errors.js").LogFault} LogFault */

export const HASH_BYTES = 32;
const DECIMAL = /^(0|[1-9][0-9]{0,15})$/;

/**
 * Write bytes in Base64 with padding.
 * @param {Uint8Array} data
 */
export function padded(data) {
  return base64(data) + "=".repeat((3 - (data.length % 3)) % 3);
}

/**
 * Read Base64, padded and with unused bits zero.
 * @param {string} text
 * @param {LogFault} fault
 * @throws {LogRefused} with `fault`
 */
export function parseBase64(text, fault) {
  let letters;
  try {
    letters = atob(text);
  } catch (error) {
    throw new LogRefused(fault, "Base64");
  }
  const data = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  if (padded(data) !== text) throw new LogRefused(fault, "Base64");
  return data;
}

/**
 * Read the Base64 of 32 bytes.
 * @param {string} text
 * @param {LogFault} fault
 * @throws {LogRefused} with `fault`
 */
export function parseHash(text, fault) {
  const data = parseBase64(text, fault);
  if (data.length !== HASH_BYTES) throw new LogRefused(fault, "hash");
  return data;
}

/**
 * Read a size or an index.
 * @param {string} text
 * @param {LogFault} fault
 * @throws {LogRefused} with `fault`
 */
export function parseNumber(text, fault) {
  const number = DECIMAL.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(number)) throw new LogRefused(fault, "number");
  return number;
}

/**
 * Cut a text at the first place where `mark` stands; without it the second part is null.
 * @param {string} text
 * @param {string} mark
 * @returns {[string, string | null]}
 */
export function partition(text, mark) {
  const place = text.indexOf(mark);
  return place < 0 ? [text, null] : [text.slice(0, place), text.slice(place + mark.length)];
}
