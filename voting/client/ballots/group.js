/**
 * Groups of the specification behind one interface (spec 5), for public values only; twin of
 * ballots/group.py. Nothing secret may come here: times depend on the values.
 *
 * An Element is opaque (each group has its own form); a Scalar is a bigint in [0, q).
 */

import { hex } from "../hashing.js";
import { ed25519 } from "./ed25519.js";
import { refused } from "./errors.js";
import { field2048 } from "./field2048.js";

/** @typedef {any} Element */
/** @typedef {bigint} Scalar */

/**
 * One branch of a disjunctive proof: (alpha, beta) is claimed to encrypt `message`.
 * @typedef {object} Branch
 * @property {Element} alpha
 * @property {Element} beta
 * @property {number} message
 * @property {Scalar} challenge
 * @property {Scalar} response
 */

/**
 * A cyclic group of prime order q with generator g, written multiplicatively.
 * @typedef {object} Group
 * @property {string} name
 * @property {bigint} order
 * @property {Element} identity
 * @property {number} elementBytes the longest text of an element
 * @property {(text: string) => Element} rawElement read a canonical text, membership not tested
 * @property {(element: Element) => boolean} isMember of the prime-order group, the identity too
 * @property {(a: Element, b: Element) => boolean} isSame
 * @property {(element: Element) => string} text
 * @property {(exponent: Scalar) => Element} powerG
 * @property {(base: Element, exponent: Scalar) => Element} power
 * @property {(left: Element, right: Element) => Element} multiply
 * @property {(left: Element, right: Element) => Element} divide
 * @property {(lists: Element[][]) => Element[]} products of each list; throws not_in_group
 * @property {(key: Element, branches: Branch[]) => [Element, Element][]} commitments
 *   A = g^r alpha^c and B = key^r (beta/g^m)^c; tests alpha and beta; throws not_in_group
 * @property {(base: Element, challenge: Scalar, response: Scalar) => Element} commitment
 *   g^response × base^challenge; throws not_in_group
 */

/**
 * Return the group that an election names.
 * @param {string} name
 * @returns {Group}
 */
export function groupNamed(name) {
  if (name === ed25519.name) return ed25519;
  if (name === field2048.name) return field2048;
  throw refused("unknown_group", "group");
}

/**
 * Read an element, the identity allowed (an empty tally has it).
 * @param {Group} group
 * @param {string} text
 */
export function elementOrIdentity(group, text) {
  const element = group.rawElement(text);
  if (!group.isMember(element)) throw refused("not_in_group");
  return element;
}

/**
 * Read an element; refuse what is not canonical, not in the group, or the identity.
 * @param {Group} group
 * @param {string} text
 */
export function parseElement(group, text) {
  const element = elementOrIdentity(group, text);
  if (group.isSame(element, group.identity)) throw refused("not_in_group", "identity");
  return element;
}

/**
 * Read a scalar written in base 10 without leading zeros and below q.
 * @param {Group} group
 * @param {string} text
 * @returns {Scalar}
 */
export function parseScalar(group, text) {
  if (!/^[0-9]+$/.test(text) || text.length > group.order.toString().length) {
    throw refused("not_canonical", "scalar");
  }
  if (text[0] === "0" && text !== "0") throw refused("not_canonical", "scalar with leading zero");
  const value = BigInt(text);
  if (value >= group.order) throw refused("not_canonical", "scalar not below q");
  return value;
}

/**
 * Read a digest as a big-endian number modulo q.
 * @param {Group} group
 * @param {Uint8Array} digest
 * @returns {Scalar}
 */
export function scalarFromHash(group, digest) {
  return BigInt(`0x${hex(digest)}`) % group.order;
}

/**
 * Return a whole number modulo q.
 * @param {Group} group
 * @param {bigint} value
 * @returns {Scalar}
 */
export function reduce(group, value) {
  const rest = value % group.order;
  return rest < 0n ? rest + group.order : rest;
}

/**
 * Multiply elements; the empty product is the identity, a product of one is left as it is.
 * @param {Group} group
 * @param {Element[]} elements
 */
export function product(group, elements) {
  return elements.length ? elements.reduce((a, b) => group.multiply(a, b)) : group.identity;
}
