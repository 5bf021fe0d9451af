/** The second proof of decryption, whose challenge hashes the whole statement; twin of the making half of ballots/strong_decryption.py. */

import * as canonical from "../ballots/canonical.js";
import { PROOF } from "../ballots/proofs.js";
import * as group from "../group.js";
import { challenge, sha256Hex } from "../hashing.js";
import { answered } from "./decryption.js";

/**
 * Prove that one secret made all factors of `data`, the partial decryption of this tally.
 * @param {Uint8Array} data exact bytes
 * @param {{ rows: import("../ballots/tally.js").Rows, digest: string }} tally digest: SHA-256 of its bytes
 * @param {group.Scalar} secret
 * @param {import("../ballots/election.js").Election} election
 */
export function proveWholeDecryption(data, { rows, digest }, secret, { fingerprint }) {
  const nonce = group.randomScalar();
  const commitments = [group.powerG(nonce)];
  for (const row of rows) for (const { alpha } of row) commitments.push(group.power(alpha, nonce));
  const statement = [fingerprint, group.elementText(group.powerG(secret)), digest, sha256Hex(data)];
  const texts = commitments.map(group.elementText).join();
  const value = challenge("strongdecrypt", ...statement, texts);
  return canonical.encode(PROOF, answered(secret, nonce, value));
}
