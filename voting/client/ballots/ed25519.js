/**
 * The group Ed25519 (spec 5.2.1) by libsodium, with whole numbers as scalars; twin of
 * ballots/ed25519.py. What libsodium multiplies, it has tested.
 */

import * as sodium from "../group.js";
import { refused } from "./errors.js";

/** @typedef {import("./group.js").Scalar} Scalar */
/** @typedef {Uint8Array} Point 32 little-endian bytes */

const ORDER = 7237005577332262213973186563042994240857116359379907606001950938285454250989n;
const IDENTITY = sodium.identity();
/** @type {Map<number, Point>} */
const markers = new Map();

/** @param {Scalar} scalar */
function bytesOf(scalar) {
  const digits = scalar.toString(16).padStart(64, "0");
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i += 1) bytes[31 - i] = parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** @param {number} message */
function marker(message) {
  const known = markers.get(message) || sodium.powerG(bytesOf(BigInt(message)));
  markers.set(message, known);
  return known;
}

/**
 * @param {Point} base
 * @param {Scalar} challenge
 * @param {Scalar} response
 * @returns {Point}
 */
function commitment(base, challenge, response) {
  const power = sodium.power(base, bytesOf(challenge));
  return sodium.multiply(sodium.powerG(bytesOf(response)), power);
}

/**
 * @param {Point} key
 * @param {import("./group.js").Branch[]} branches
 * @returns {[Point, Point][]}
 */
function commitments(key, branches) {
  return branches.map(({ alpha, beta, message, challenge, response }) => {
    if (sodium.isSame(alpha, IDENTITY) || sodium.isSame(beta, IDENTITY)) {
      throw refused("not_in_group", "identity");
    }
    const first = commitment(alpha, challenge, response);
    const base = message ? sodium.divide(beta, marker(message)) : beta;
    const power = sodium.power(base, bytesOf(challenge));
    return [first, sodium.multiply(sodium.power(key, bytesOf(response)), power)];
  });
}

/** @type {import("./group.js").Group} */
export const ed25519 = {
  name: "Ed25519",
  order: ORDER,
  identity: IDENTITY,
  elementBytes: 64,
  rawElement: sodium.rawElement,
  isMember: sodium.isMember,
  isSame: sodium.isSame,
  text: sodium.elementText,
  powerG: (exponent) => sodium.powerG(bytesOf(exponent)),
  power: (base, exponent) => sodium.power(base, bytesOf(exponent)),
  multiply: sodium.multiply,
  divide: sodium.divide,
  commitments,
  commitment,
};
