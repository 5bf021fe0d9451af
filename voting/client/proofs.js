/**
 * Zero-knowledge proofs of the specification: interval membership, blank votes, knowledge of a
 * key; twin of ballots/proofs.py.
 *
 * All are Schnorr proofs `{"challenge":"…","response":"…"}` (two numbers below q in base 10); a
 * disjunction is a list of such pairs, one a branch, whose challenges add up to the hash.
 * Spec 4.12 (interval), 4.13 (blank), 4.16 (signature).
 */

import * as canonical from "./canonical.js";
import { BallotsError } from "./errors.js";
import * as group from "./group.js";
import { challenge, challengeAfter, commaJoined } from "./hashing.js";

/** @typedef {group.Element} Element */
/** @typedef {group.Scalar} Scalar */
/** @typedef {{ alpha: Element, beta: Element }} Statement */
/** @typedef {[Element, Element]} Commitment */

/** proof of the specification (4.3). */
export const PROOF = canonical.struct({ challenge: canonical.text, response: canonical.text });

/** @typedef {canonical.ValueOf<typeof PROOF>} Proof */

/**
 * A ciphertext with what only its maker knows.
 * @typedef {object} Sealed
 * @property {Statement} statement (g^randomness, key^randomness g^plaintext)
 * @property {Scalar} randomness
 * @property {number} plaintext
 */

/**
 * One branch of a disjunction: the statement and the message that it would encrypt.
 * @typedef {{ statement: Statement, message: number }} Case
 */

/** @typedef {{ challenge: Scalar, response: Scalar }} Pair */

/**
 * @param {Pair} pair
 * @returns {Proof}
 */
function writeProof(pair) {
  return { challenge: group.scalarText(pair.challenge), response: group.scalarText(pair.response) };
}

/**
 * @param {Proof} proof
 * @returns {Pair}
 * @throws {BallotsError} not_canonical
 */
function readProof(proof) {
  return {
    challenge: group.parseScalar(proof.challenge),
    response: group.parseScalar(proof.response),
  };
}

/**
 * Prove that at least one case holds, namely that of index `truth`, without telling which.
 *
 * A case is given by the ciphertext's maker, so alpha^c and beta^c need no power of their own: they
 * are g^(rc) and key^(rc) g^(pc). Every branch, true or simulated, costs two powers of g and one of
 * the key, whatever was chosen. Randomness is drawn in the same order as in Python.
 * @param {Element} key
 * @param {{ sealed: Sealed, message: number }[]} cases
 * @param {number} truth
 * @param {string} prefix everything hashed before the commitments, final vertical bar included
 * @param {group.Draw} draw
 * @returns {Proof[]}
 */
export function proveDisjunction(key, cases, truth, prefix, draw) {
  const pairs = cases.map(() => ({ challenge: draw(), response: draw() }));
  const nonce = draw();
  const commitments = cases.map(({ sealed, message }, index) =>
    commit(key, sealed, message, pairs[index], index === truth ? nonce : null),
  );
  const total = hashCommitments(prefix, commitments);
  const all = sumOf(pairs.map((pair) => pair.challenge));
  const others = group.subtractScalars(all, pairs[truth].challenge);
  const own = group.subtractScalars(total, others);
  const masked = group.multiplyScalars(cases[truth].sealed.randomness, own);
  pairs[truth] = { challenge: own, response: group.subtractScalars(nonce, masked) };
  group.wipe(nonce, masked);
  return pairs.map(writeProof);
}

/**
 * Compute the commitments of one case.
 *
 * Simulated: A = g^s alpha^c = g^(s+rc), B = key^s (beta/g^m)^c = key^(s+rc) g^((p-m)c).
 * True: A = g^nonce, B = key^nonce. Where p = m the shift is computed all the same and thrown away.
 * @param {Element} key
 * @param {Sealed} sealed
 * @param {number} message
 * @param {Pair} pair
 * @param {Scalar | null} nonce
 * @returns {Commitment}
 */
function commit(key, sealed, message, pair, nonce) {
  const scaled = group.multiplyScalars(sealed.randomness, pair.challenge);
  const moved = group.addScalars(pair.response, scaled);
  const exponent = nonce || moved;
  const difference = sealed.plaintext - message;
  const step = group.multiplyScalars(group.smallScalar(difference || 1), pair.challenge);
  const [first, plain, shifted] = group.committingPowers(key, exponent, step);
  group.wipe(scaled, moved, step);
  return [first, difference ? shifted : plain];
}

/** @param {Scalar[]} scalars */
function sumOf(scalars) {
  return scalars.reduce(group.addScalars);
}

/**
 * Pair each case with its proof.
 * @param {Case[]} cases
 * @param {Proof[]} proofs
 * @returns {group.Branch[]}
 * @throws {BallotsError} wrong_shape, not_canonical
 */
export function disjunctionBranches(cases, proofs) {
  if (proofs.length !== cases.length) throw new BallotsError("wrong_shape", "number of proofs");
  return cases.map(({ statement, message }, index) => ({
    ...statement,
    message,
    ...readProof(proofs[index]),
  }));
}

/**
 * Verify that the challenges add up to the hash of the recomputed commitments.
 * @param {group.Branch[]} branches
 * @param {Commitment[]} commitments
 * @param {string} prefix
 * @throws {BallotsError} invalid_proof
 */
export function verifyDisjunction(branches, commitments, prefix) {
  const total = sumOf(branches.map((branch) => branch.challenge));
  if (!group.isSame(hashCommitments(prefix, commitments), total)) {
    throw new BallotsError("invalid_proof");
  }
}

/**
 * @param {string} prefix
 * @param {Commitment[]} commitments
 */
function hashCommitments(prefix, commitments) {
  /** @type {[string, string][]} */
  const texts = commitments.map(([first, second]) => [
    group.elementText(first),
    group.elementText(second),
  ]);
  return challengeAfter(prefix, commaJoined(texts));
}

/**
 * Return what H_iprove hashes before the commitments: `prove|S|alpha,beta|` (spec 4.12).
 * @param {string} context
 * @param {Statement} statement
 */
export function intervalPrefix(context, { alpha, beta }) {
  return `prove|${context}|${group.elementText(alpha)},${group.elementText(beta)}|`;
}

/**
 * Return the messages low, low + 1, …, high of an interval proof.
 * @param {number} low
 * @param {number} high
 */
export function interval(low, high) {
  return Array.from({ length: high - low + 1 }, (_, index) => low + index);
}

/**
 * Prove knowledge of x with X = g^x; `hashed` is what precedes A in the challenge, tag first.
 * @param {Scalar} secret
 * @param {group.Draw} draw
 * @param {string} tag
 * @param {string[]} hashed
 */
export function proveKnowledge(secret, draw, tag, ...hashed) {
  const nonce = draw();
  const value = challenge(tag, ...hashed, group.elementText(group.powerG(nonce)));
  const masked = group.multiplyScalars(secret, value);
  const response = group.subtractScalars(nonce, masked);
  group.wipe(nonce, masked);
  return writeProof({ challenge: value, response });
}

/**
 * Verify a proof of knowledge.
 * @param {Element} publicElement
 * @param {Proof} proof
 * @param {string} tag
 * @param {string[]} hashed
 * @throws {BallotsError} invalid_proof, not_canonical
 */
export function verifyKnowledge(publicElement, proof, tag, ...hashed) {
  const pair = readProof(proof);
  const commitment = group.vartimeCommitment(publicElement, pair.challenge, pair.response);
  if (!group.isSame(challenge(tag, ...hashed, group.elementText(commitment)), pair.challenge)) {
    throw new BallotsError("invalid_proof");
  }
}
