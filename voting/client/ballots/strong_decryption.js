/**
 * The second proof of decryption, whose challenge hashes the whole statement; twin of
 * ballots/strong_decryption.py.
 */

import * as canonical from "./canonical.js";
import { refused } from "./errors.js";
import { elementOrIdentity } from "./group.js";
import { challenge, sha256Hex } from "./hashing.js";
import { readProof } from "./proofs.js";
import { LARGE, PARTIAL_DECRYPTION, isShaped } from "./tally.js";

/** @typedef {import("./group.js").Element} Element */

/**
 * Verify that a partial decryption opens a tally with the secret of one key.
 * @param {import("./proofs.js").Proof} proof
 * @param {Uint8Array} data the exact bytes of the partial decryption
 * @param {{ rows: import("./tally.js").Rows, digest: string }} tally digest: SHA-256 of its bytes
 * @param {Element} key
 * @param {import("./election.js").Election} election
 * @throws {BallotsError} as `decode`; wrong_shape, not_in_group; not_canonical, invalid_proof
 */
export function verifyWholeDecryption(proof, data, { rows, digest }, key, { group, fingerprint }) {
  const claimed = readProof(group, proof);
  const { decryption_factors: table } = canonical.decode(data, PARTIAL_DECRYPTION, LARGE);
  if (!isShaped(table, rows.map((row) => row.length))) {
    throw refused("wrong_shape", "number of factors");
  }
  const commitments = [group.commitment(key, claimed.challenge, claimed.response)];
  rows.forEach((row, i) =>
    row.forEach(({ alpha }, j) => {
      const factor = elementOrIdentity(group, table[i][j]);
      const power = group.power(alpha, claimed.response);
      commitments.push(group.multiply(power, group.power(factor, claimed.challenge)));
    }),
  );
  const statement = [fingerprint, group.text(key), digest, sha256Hex(data)];
  const hash = challenge(group, "strongdecrypt", ...statement, commitments.map(group.text).join());
  if (hash !== claimed.challenge) throw refused("invalid_proof");
}
