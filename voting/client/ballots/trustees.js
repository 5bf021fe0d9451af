/** The trustees structure (spec 4.7) and the election key that follows; twin of ballots/trustees.py. */

import * as canonical from "./canonical.js";
import { naming, refused } from "./errors.js";
import { product } from "./group.js";
import { TRUSTEE_PUBLIC_KEY, verifyTrusteePublicKey } from "./keys.js";
import { THRESHOLD_PARAMETERS, verifyThresholdParameters } from "./threshold.js";

/** @typedef {import("./group.js").Element} Element */
/** @typedef {import("./group.js").Group} Group */

const TRUSTEES = canonical.list(canonical.pair(canonical.text, canonical.raw));

/**
 * One item: its owners are numbered from `first` on through all items in order.
 * @typedef {object} TrusteeItem
 * @property {number} first
 * @property {Element[]} keys one an owner
 * @property {number} needed how many must decrypt
 * @property {Element} subKey
 */

/**
 * The checked structure.
 * @typedef {{ items: TrusteeItem[], publicKey: Element, count: number }} Trustees
 */

/**
 * Read the structure and verify every key, proof and signature in it.
 * @param {Uint8Array} data
 * @param {Group} group
 * @returns {Trustees}
 * @throws {BallotsError} as `decode`; bad_trustees, bad_signature, invalid_proof, not_in_group, the
 *   detail naming the item by number
 */
export function parseTrustees(data, group) {
  const pairs = canonical.decode(data, TRUSTEES, 16 * canonical.MEBIBYTE);
  if (!pairs.length) throw refused("bad_trustees", "no trustee");
  /** @type {TrusteeItem[]} */
  const items = [];
  const used = new Set();
  let count = 0;
  pairs.forEach(([kind, raw], index) => {
    const where = `item ${index + 1}`;
    const item = { first: count + 1, ...naming(where, () => readItem(kind, raw, group)) };
    const texts = item.keys.map(group.text);
    if (texts.some((text) => used.has(text))) {
      throw refused("bad_trustees", `${where}: key used twice`);
    }
    texts.forEach((text) => used.add(text));
    items.push(item);
    count += item.keys.length;
  });
  return { items, count, publicKey: product(group, items.map((item) => item.subKey)) };
}

/**
 * @param {string} kind
 * @param {Uint8Array} data
 * @param {Group} group
 */
function readItem(kind, data, group) {
  if (kind === "Single") {
    const key = canonical.decode(data, TRUSTEE_PUBLIC_KEY);
    if (key.signature !== undefined) throw refused("bad_trustees", "signature of a single key");
    const found = verifyTrusteePublicKey(key, group);
    return { keys: [found], needed: 1, subKey: found };
  }
  if (kind === "Pedersen") {
    const params = canonical.decode(data, THRESHOLD_PARAMETERS, 16 * canonical.MEBIBYTE);
    return verifyThresholdParameters(params, group);
  }
  throw refused("bad_trustees", "kind");
}

/**
 * Return the verification key of an owner.
 * @param {Trustees} trustees
 * @param {number} owner 1 to count
 */
export function keyOf({ items }, owner) {
  const keys = items.flatMap((item) => item.keys);
  return keys[owner - 1];
}

/**
 * Return the owners of an item that are among some owners, in order.
 * @param {TrusteeItem} item
 * @param {Set<number>} owners
 */
export function ownersIn({ first, keys }, owners) {
  return keys.map((_, at) => first + at).filter((owner) => owners.has(owner));
}

/**
 * Tell whether the partial decryptions of these owners are enough to decrypt.
 * @param {Trustees} trustees
 * @param {Set<number>} owners
 */
export function suffice({ items }, owners) {
  return items.every((item) => ownersIn(item, owners).length >= item.needed);
}
