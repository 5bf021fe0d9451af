/**
 * The group Ed25519 (spec 5.2.1); twin of ballots/group.py and ballots/ed25519.py.
 *
 * An Element is RFC 8032's 32 little-endian bytes; the specification writes the same number as 64
 * hexadecimal digits, most significant first. A Scalar is 32 little-endian bytes below q.
 * The library's scalar multiplication tests its point itself, so a point that is multiplied is a
 * point that is checked. What begins with `vartime` is for public values only. What the core does
 * at once (sodium.js) stands here step by step as well: for libsodium, and to say why it is refused.
 */

import { decimalBytes, decimalText } from "./decimal.js";
import { BallotsError } from "./errors.js";
import * as sodium from "./sodium.js";
import { vartimeCommitmentsAtOnce, vartimeProductsAtOnce } from "./vartime.js";

/** @typedef {Uint8Array & { readonly kind?: "element" }} Element */
/** @typedef {Uint8Array & { readonly kind?: "scalar" }} Scalar */
/** @typedef {() => Scalar} Draw a source of random scalars */

/**
 * One branch of a disjunctive proof: (alpha, beta) is claimed to encrypt `message`.
 * @typedef {object} Branch
 * @property {Element} alpha
 * @property {Element} beta
 * @property {number} message
 * @property {Scalar} challenge
 * @property {Scalar} response
 */

export const NAME = "Ed25519";
const GENERATOR_TEXT = "6666666666666666666666666666666666666666666666666666666666666658";
const ORDER_TEXT = "7237005577332262213973186563042994240857116359379907606001950938285454250989";
const LONGEST_SCALAR = ORDER_TEXT.length;
const ELEMENT_TEXT = /^[0-9a-f]{64}$/;
const SCALAR_TEXT = /^[0-9]+$/;

/** @returns {Element} */
export function identity() {
  const bytes = new Uint8Array(32);
  bytes[0] = 1; // the point (0, 1): y = 1, x not negative
  return bytes;
}

/** @returns {Element} */
export function generator() {
  return bytesOfText(GENERATOR_TEXT);
}

/**
 * Compare two public byte strings.
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
export function isSame(a, b) {
  return a.length === b.length && a.every((byte, place) => byte === b[place]);
}

/**
 * Overwrite secrets that are no longer needed.
 * @param {Uint8Array[]} secrets
 */
export function wipe(...secrets) {
  for (const secret of secrets) secret.fill(0);
}

// ---------------------------------------------------------------- elements

/** @param {string} text 64 hexadecimal digits, most significant first */
function bytesOfText(text) {
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i += 1) bytes[31 - i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/**
 * Write an element as the specification does.
 * @param {Element} element
 */
export function elementText(element) {
  let text = "";
  for (let i = 31; i >= 0; i -= 1) text += (element[i] + 256).toString(16).slice(1);
  return text;
}

/**
 * Read 64 lower-case hexadecimal digits; group membership is not yet tested.
 *
 * y must be below p = 2^255 - 19, and x = 0 (y = 1 or -1) has no sign.
 * @param {string} text
 * @returns {Element}
 * @throws {BallotsError} not_canonical
 */
export function rawElement(text) {
  if (!ELEMENT_TEXT.test(text)) throw new BallotsError("not_canonical", "element");
  const bytes = bytesOfText(text);
  const isSigned = bytes[31] >= 128;
  const y = bytesOfText(text);
  y[31] &= 127;
  const isHigh = y[31] === 127 && y.subarray(1, 31).every((byte) => byte === 255);
  const hasNoX = isSame(y, identity()) || (isHigh && y[0] === 0xec);
  if ((isHigh && y[0] >= 0xed) || (isSigned && hasNoX)) {
    throw new BallotsError("not_canonical", "element");
  }
  return bytes;
}

/**
 * Tell whether bytes are a canonical element of the prime-order group (or the identity).
 * @param {Element} element
 */
export function isMember(element) {
  return isSame(element, identity()) || sodium.isValidPoint(element);
}

/**
 * Read an element, the identity allowed.
 * @param {string} text
 * @throws {BallotsError} not_canonical, not_in_group
 */
export function parseElementOrIdentity(text) {
  const element = rawElement(text);
  if (!isMember(element)) throw new BallotsError("not_in_group");
  return element;
}

/**
 * Read an element; refuse what is not canonical, not in the group, or the identity.
 * @param {string} text
 * @throws {BallotsError} not_canonical, not_in_group
 */
export function parseElement(text) {
  const element = parseElementOrIdentity(text);
  if (isSame(element, identity())) throw new BallotsError("not_in_group", "identity");
  return element;
}

/**
 * Return g^exponent in constant time.
 * @param {Scalar} exponent
 * @returns {Element}
 */
export function powerG(exponent) {
  return sodium.multiplyBase(exponent) || identity();
}

/**
 * Return base^exponent in constant time; the base is tested.
 * @param {Element} base
 * @param {Scalar} exponent
 * @returns {Element}
 * @throws {BallotsError} not_in_group
 */
export function power(base, exponent) {
  const found = sodium.multiplyPoint(exponent, base);
  if (found !== null) return found;
  const isLegal = isSame(base, identity()) || (isZero(exponent) && isMember(base));
  if (!isLegal) throw new BallotsError("not_in_group");
  return identity();
}

/**
 * Return g^r, key^r and key^r g in constant time: what encrypting 0 or 1 needs.
 * @param {Element} key
 * @param {Scalar} r
 * @returns {Element[]}
 * @throws {BallotsError} not_in_group
 */
export function sealingPowers(key, r) {
  const found = sodium.sealWithKey(key, r);
  if (found !== null) return found;
  const masked = power(key, r);
  // Both cost the same: a plaintext must not show in the time.
  return [powerG(r), multiply(masked, identity()), multiply(masked, generator())];
}

/**
 * Return g^a, key^a and key^a g^b in constant time.
 * @param {Element} key
 * @param {Scalar} a
 * @param {Scalar} b
 * @returns {Element[]}
 * @throws {BallotsError} not_in_group
 */
export function committingPowers(key, a, b) {
  const found = sodium.commitWithKey(key, a, b);
  if (found !== null) return found;
  const plain = power(key, a);
  return [powerG(a), plain, multiply(plain, powerG(b))];
}

/**
 * Return left × right, which is the sum of two points.
 * @param {Element} left
 * @param {Element} right
 * @returns {Element}
 * @throws {BallotsError} not_in_group
 */
export function multiply(left, right) {
  const found = sodium.addPoints(left, right);
  if (found === null) throw new BallotsError("not_in_group");
  return found;
}

/**
 * Return left ÷ right.
 * @param {Element} left
 * @param {Element} right
 * @returns {Element}
 * @throws {BallotsError} not_in_group
 */
export function divide(left, right) {
  const found = sodium.subtractPoints(left, right);
  if (found === null) throw new BallotsError("not_in_group");
  return found;
}

/**
 * Multiply elements; the empty product is the identity.
 * @param {Element[]} elements
 */
export function product(elements) {
  return elements.length ? elements.reduce(multiply) : identity();
}

/**
 * Multiply the public elements of each list.
 * @param {Element[][]} lists
 * @returns {Element[]}
 * @throws {BallotsError} not_in_group
 */
export function vartimeProducts(lists) {
  return vartimeProductsAtOnce(lists) || lists.map(product);
}

// ---------------------------------------------------------------- scalars

export { addScalars, multiplyScalars, subtractScalars } from "./sodium.js";

/**
 * Return a small whole number, negative ones modulo q.
 * @param {number} value from -65535 to 65535
 * @returns {Scalar}
 */
export function smallScalar(value) {
  const bytes = new Uint8Array(32);
  bytes[0] = Math.abs(value) & 255;
  bytes[1] = Math.abs(value) >> 8;
  return value < 0 ? sodium.subtractScalars(new Uint8Array(32), bytes) : bytes;
}

/** @param {Scalar} scalar */
export function isZero(scalar) {
  return scalar.reduce((seen, byte) => seen | byte, 0) === 0;
}

/**
 * Read a scalar written in base 10 without leading zeros and below q.
 * @param {string} text
 * @returns {Scalar}
 * @throws {BallotsError} not_canonical
 */
export function parseScalar(text) {
  if (!SCALAR_TEXT.test(text) || text.length > LONGEST_SCALAR) {
    throw new BallotsError("not_canonical", "scalar");
  }
  if (text[0] === "0" && text !== "0") {
    throw new BallotsError("not_canonical", "scalar with leading zero");
  }
  if (text.length === LONGEST_SCALAR && text >= ORDER_TEXT) {
    throw new BallotsError("not_canonical", "scalar not below q");
  }
  return decimalBytes(text);
}

/**
 * Write a scalar in base 10.
 * @param {Scalar} scalar
 */
export function scalarText(scalar) {
  return decimalText(scalar);
}

/**
 * Draw a scalar uniformly (512 random bits modulo q) with the browser's secure generator.
 * @type {Draw}
 */
export function randomScalar() {
  const wide = crypto.getRandomValues(new Uint8Array(64));
  const scalar = sodium.reduceScalar(wide);
  wipe(wide);
  return scalar;
}

/**
 * Read a digest of up to 64 bytes as a big-endian number modulo q.
 * @param {Uint8Array} digest
 * @returns {Scalar}
 */
export function scalarFromHash(digest) {
  const wide = new Uint8Array(64);
  digest.forEach((byte, place) => {
    wide[digest.length - 1 - place] = byte;
  });
  const scalar = sodium.reduceScalar(wide);
  wipe(wide);
  return scalar;
}

// ---------------------------------------------------------------- verification

/**
 * Recompute A = g^r alpha^c and B = key^r (beta/g^m)^c of each branch.
 *
 * Also tests that every alpha and beta lies in the group and is not the identity.
 * @param {Element} key
 * @param {Branch[]} branches
 * @returns {[Element, Element][]}
 * @throws {BallotsError} not_in_group
 */
export function vartimeCommitments(key, branches) {
  const isIdentity = (/** @type {Element} */ element) => isSame(element, identity());
  const isBad = branches.some(({ alpha, beta }) => isIdentity(alpha) || isIdentity(beta));
  const found = isBad ? null : vartimeCommitmentsAtOnce(key, branches);
  if (found !== null) return found;
  return branches.map(({ alpha, beta, message, challenge, response }) => {
    if (isIdentity(alpha) || isIdentity(beta)) throw new BallotsError("not_in_group", "identity");
    const base = message ? divide(beta, powerG(smallScalar(message))) : beta;
    const second = multiply(power(key, response), power(base, challenge));
    return [vartimeCommitment(alpha, challenge, response), second];
  });
}

/**
 * Recompute A = g^response × base^challenge.
 * @param {Element} base
 * @param {Scalar} challenge
 * @param {Scalar} response
 * @throws {BallotsError} not_in_group
 */
export function vartimeCommitment(base, challenge, response) {
  return multiply(powerG(response), power(base, challenge));
}
