/**
 * Zero-knowledge proofs of the specification, verified in any group; twin of ballots/proofs.py.
 *
 * All are Schnorr proofs `{"challenge":"…","response":"…"}` (two numbers below q in base 10); a
 * disjunction is a list of such pairs, one a branch, whose challenges add up to the hash.
 * Spec 4.12 (interval), 4.13 (blank), 4.5 (knowledge of a key), 4.20 (decryption).
 */

import * as canonical from "./canonical.js";
import { refused } from "./errors.js";
import { parseScalar, reduce } from "./group.js";
import { challenge, commaJoined } from "./hashing.js";

/** @typedef {import("./group.js").Element} Element */
/** @typedef {import("./group.js").Group} Group */
/** @typedef {import("./group.js").Branch} Branch */
/** @typedef {{ alpha: Element, beta: Element }} Statement */
/** @typedef {{ statement: Statement, message: number }} Case */

/** proof of the specification (4.3). */
export const PROOF = canonical.struct({ challenge: canonical.text, response: canonical.text });

/** @typedef {canonical.ValueOf<typeof PROOF>} Proof */

/**
 * @param {Group} group
 * @param {Proof} proof
 * @throws {BallotsError} not_canonical
 */
export function readProof(group, proof) {
  return {
    challenge: parseScalar(group, proof.challenge),
    response: parseScalar(group, proof.response),
  };
}

/**
 * Pair each case with its proof.
 * @param {Group} group
 * @param {Case[]} cases
 * @param {Proof[]} proofs
 * @returns {Branch[]}
 * @throws {BallotsError} wrong_shape, not_canonical
 */
export function disjunctionBranches(group, cases, proofs) {
  if (proofs.length !== cases.length) throw refused("wrong_shape", "number of proofs");
  return cases.map(({ statement, message }, index) => {
    return { ...statement, message, ...readProof(group, proofs[index]) };
  });
}

/**
 * Verify that the challenges add up to the hash of the recomputed commitments.
 * @param {Group} group
 * @param {Branch[]} branches
 * @param {[Element, Element][]} commitments
 * @param {string} prefix everything hashed before the commitments, without the last vertical bar
 * @throws {BallotsError} invalid_proof
 */
export function verifyDisjunction(group, branches, commitments, prefix) {
  const total = branches.reduce((sum, branch) => sum + branch.challenge, 0n);
  if (challenge(group, prefix, commaJoined(group, commitments)) !== reduce(group, total)) {
    throw refused("invalid_proof");
  }
}

/**
 * Return what H_iprove hashes before the commitments: `prove|S|alpha,beta` (spec 4.12).
 * @param {Group} group
 * @param {string} context
 * @param {Statement} statement
 */
export function intervalPrefix(group, context, { alpha, beta }) {
  return `prove|${context}|${group.text(alpha)},${group.text(beta)}`;
}

/**
 * Return the branches of `the plaintext lies in [low, high]`.
 * @param {Statement} statement
 * @param {number} low
 * @param {number} high
 * @returns {Case[]}
 */
export function intervalCases(statement, low, high) {
  return Array.from({ length: high - low + 1 }, (_, at) => ({ statement, message: low + at }));
}

/**
 * Verify a proof of knowledge.
 * @param {Group} group
 * @param {Element} key
 * @param {Proof} proof
 * @param {string[]} hashed what precedes A in the challenge, tag first
 * @throws {BallotsError} invalid_proof, not_canonical
 */
export function verifyKnowledge(group, key, proof, ...hashed) {
  const claimed = readProof(group, proof);
  const commitment = group.commitment(key, claimed.challenge, claimed.response);
  if (challenge(group, ...hashed, group.text(commitment)) !== claimed.challenge) {
    throw refused("invalid_proof");
  }
}

/**
 * Verify that factor = alpha^x for key = g^x.
 * @param {Group} group
 * @param {Element} key
 * @param {{ alpha: Element, factor: Element }} statement
 * @param {Proof} proof
 * @param {string} fingerprint of the election
 * @throws {BallotsError} invalid_proof, not_canonical
 */
export function verifyDecryption(group, key, { alpha, factor }, proof, fingerprint) {
  const claimed = readProof(group, proof);
  const first = group.commitment(key, claimed.challenge, claimed.response);
  const power = group.power(alpha, claimed.response);
  const second = group.multiply(power, group.power(factor, claimed.challenge));
  const commitments = commaJoined(group, [[first, second]]);
  const hash = challenge(group, "decrypt", fingerprint, group.text(key), commitments);
  if (hash !== claimed.challenge) throw refused("invalid_proof");
}
