/** A trustee's partial decryption of the encrypted tally, with its proofs (spec 4.20); twin of the making half of ballots/tally.py. */

import * as canonical from "../ballots/canonical.js";
import { PARTIAL_DECRYPTION } from "../ballots/tally.js";
import * as group from "../group.js";
import { challenge, commaJoined } from "../hashing.js";

/** @typedef {import("../ballots/election.js").Election} Election */
/** @typedef {import("../ballots/tally.js").Rows} Rows */
/** @typedef {group.Scalar} Scalar */

/**
 * Return alpha^x and the proof that x is the secret of X = g^x.
 * @param {Scalar} secret
 * @param {group.Element} publicKey the text X hashes to the challenge; given, so that it is made once
 * @param {group.Element} alpha
 * @param {string} fingerprint
 */
export function proveDecryption(secret, publicKey, alpha, fingerprint) {
  const factor = group.power(alpha, secret);
  const nonce = group.randomScalar();
  const commitments = commaJoined([
    [group.elementText(group.powerG(nonce)), group.elementText(group.power(alpha, nonce))],
  ]);
  const value = challenge("decrypt", fingerprint, group.elementText(publicKey), commitments);
  return { factor, proof: answered(secret, nonce, value) };
}

/**
 * Write a challenge and its response, nonce - secret × challenge; the nonce is overwritten.
 * @param {Scalar} secret
 * @param {Scalar} nonce
 * @param {Scalar} value
 */
export function answered(secret, nonce, value) {
  const masked = group.multiplyScalars(secret, value);
  const response = group.subtractScalars(nonce, masked);
  group.wipe(masked, nonce);
  return { challenge: group.scalarText(value), response: group.scalarText(response) };
}

/**
 * Decrypt every ciphertext of the tally with one trustee's secret, with proofs.
 *
 * The caller recomputed the tally from the record first: whatever is given here is opened.
 * @param {Rows} rows
 * @param {Scalar} secret
 * @param {Election} election
 */
export function makePartialDecryption(rows, secret, { fingerprint }) {
  const publicKey = group.powerG(secret);
  const pairs = rows.map((row) =>
    row.map(({ alpha }) => proveDecryption(secret, publicKey, alpha, fingerprint)),
  );
  return canonical.encode(PARTIAL_DECRYPTION, {
    decryption_factors: pairs.map((row) => row.map(({ factor }) => group.elementText(factor))),
    decryption_proofs: pairs.map((row) => row.map(({ proof }) => proof)),
  });
}
