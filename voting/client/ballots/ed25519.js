/**
 * The group Ed25519 (spec 5.2.1), with whole numbers as scalars; twin of ballots/ed25519.py. What
 * is multiplied, is tested. What the core does at once stands here step by step as well: for
 * libsodium, and to say why it is refused.
 */

import * as points from "../group.js";
import { vartimeCommitmentsAtOnce } from "../vartime.js";
import { refused } from "./errors.js";

/** @typedef {import("./group.js").Scalar} Scalar */
/** @typedef {Uint8Array} Point 32 little-endian bytes */

const ORDER = 7237005577332262213973186563042994240857116359379907606001950938285454250989n;
const IDENTITY = points.identity();
/** @type {Map<number, Point>} */
const markers = new Map();

/** @param {Scalar} scalar */
function bytesOf(scalar) {
  const bytes = new Uint8Array(32);
  const view = new DataView(bytes.buffer);
  for (let i = 0n; i < 4n; i += 1n) view.setBigUint64(8 * Number(i), scalar >> (64n * i), true);
  return bytes;
}

/** @param {number} message */
function marker(message) {
  const known = markers.get(message) || points.powerG(bytesOf(BigInt(message)));
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
  const power = points.power(base, bytesOf(challenge));
  return points.multiply(points.powerG(bytesOf(response)), power);
}

/**
 * @param {Point} key
 * @param {import("./group.js").Branch[]} branches
 * @returns {[Point, Point][]}
 */
function commitments(key, branches) {
  const isIdentity = (/** @type {Point} */ point) => points.isSame(point, IDENTITY);
  if (!branches.some(({ alpha, beta }) => isIdentity(alpha) || isIdentity(beta))) {
    const written = branches.map(({ challenge, response, ...rest }) => {
      return { ...rest, challenge: bytesOf(challenge), response: bytesOf(response) };
    });
    const found = vartimeCommitmentsAtOnce(key, written);
    if (found !== null) return found;
  }
  return commitmentsInSteps(key, branches);
}

/**
 * @param {Point} key
 * @param {import("./group.js").Branch[]} branches
 * @returns {[Point, Point][]}
 */
function commitmentsInSteps(key, branches) {
  return branches.map(({ alpha, beta, message, challenge, response }) => {
    if (points.isSame(alpha, IDENTITY) || points.isSame(beta, IDENTITY)) {
      throw refused("not_in_group", "identity");
    }
    const first = commitment(alpha, challenge, response);
    const base = message ? points.divide(beta, marker(message)) : beta;
    const power = points.power(base, bytesOf(challenge));
    return [first, points.multiply(points.power(key, bytesOf(response)), power)];
  });
}

/** @type {import("./group.js").Group} */
export const ed25519 = {
  name: "Ed25519",
  order: ORDER,
  identity: IDENTITY,
  elementBytes: 64,
  rawElement: points.rawElement,
  isMember: points.isMember,
  isSame: points.isSame,
  text: points.elementText,
  powerG: (exponent) => points.powerG(bytesOf(exponent)),
  power: (base, exponent) => points.power(base, bytesOf(exponent)),
  multiply: points.multiply,
  divide: points.divide,
  products: points.vartimeProducts,
  commitments,
  commitment,
};
