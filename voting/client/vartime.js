/**
 * Many public points at once, by the core; null without it, or when it refuses: whoever asked then
 * does the same step by step, which says why.
 */

import { vartimeInRoom } from "./sodium.js";

/** @typedef {import("./group.js").Element} Element */

/**
 * Scalars as 32 little-endian bytes; `message` below 2^32.
 * @typedef {{ alpha: Element, beta: Element, message: number, challenge: Uint8Array,
 *   response: Uint8Array }} Branch
 */

const COINS = 16;
const COINS_AT_ONCE = 65536; // crypto.getRandomValues gives no more

/**
 * Recompute A = g^r alpha^c and B = key^r (beta/g^m)^c of each branch, and test that every alpha
 * and beta lies in the group (the identity too). Elements that are one object are tested once;
 * more than 128 are tested together, wrongly with probability 2^-128 at most (docs/performance.md).
 * @param {Element} key
 * @param {Branch[]} branches
 * @returns {[Element, Element][] | null}
 */
export function vartimeCommitmentsAtOnce(key, branches) {
  /** @type {Map<Element, number>} */
  const places = new Map();
  const placeOf = (/** @type {Element} */ element) => {
    const known = places.get(element);
    if (known !== undefined) return known;
    places.set(element, places.size);
    return places.size - 1;
  };
  const triples = branches.flatMap(({ alpha, beta, message }) => [
    placeOf(alpha),
    placeOf(beta),
    message,
  ]);
  const parts = [
    joined([...places.keys()]),
    coins(places.size),
    numbers(triples),
    joined(branches.map(({ challenge }) => challenge)),
    joined(branches.map(({ response }) => response)),
  ];
  const done = vartimeInRoom(key, parts, (core) =>
    core.tinnhiem_vartime_commitments(places.size, branches.length),
  );
  if (done === null) return null;
  return branches.map((_, at) => [piece(done, 2 * at), piece(done, 2 * at + 1)]);
}

/**
 * Multiply the elements of each list, which need be no members.
 * @param {Element[][]} lists
 * @returns {Element[] | null}
 */
export function vartimeProductsAtOnce(lists) {
  const elements = joined(lists.flat());
  const sizes = numbers(lists.map((list) => list.length));
  const done = vartimeInRoom(null, [elements, sizes], (core) =>
    core.tinnhiem_vartime_sums(elements.length / 32, lists.length),
  );
  return done && lists.map((_, at) => piece(done, at));
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 */
function piece(bytes, at) {
  return bytes.subarray(32 * at, 32 * at + 32);
}

/** @param {Uint8Array[]} pieces 32 bytes each */
function joined(pieces) {
  const bytes = new Uint8Array(32 * pieces.length);
  pieces.forEach((one, at) => bytes.set(one, 32 * at));
  return bytes;
}

/** @param {number[]} values below 2^32 */
function numbers(values) {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, at) => view.setUint32(4 * at, value, true));
  return bytes;
}

/** @param {number} points */
function coins(points) {
  const bytes = new Uint8Array(COINS * points);
  for (let start = 0; start < bytes.length; start += COINS_AT_ONCE) {
    crypto.getRandomValues(bytes.subarray(start, start + COINS_AT_ONCE));
  }
  return bytes;
}
