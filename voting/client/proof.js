/**
 * Proofs of inclusion that stand alone (C2SP tlog-proof): the receipt of an entry; twin of
 * audit/proof.py.
 */

import { parseCheckpoint, verifyCheckpoint } from "./checkpoint.js";
import { parseBase64, parseHash, parseNumber, partition } from "./lines.js";
import { LogRefused } from "./log_errors.js";
import { MAX_PATH, leafHash, verifyInclusion } from "./merkle.js";

/** @typedef {import("./checkpoint.js").SignedCheckpoint} SignedCheckpoint */
/** @typedef {import("./note.js").VerificationKey} VerificationKey */

export const KIND = "c2sp.org/tlog-proof@v1";
const MAX_EXTRA = 1 << 16;

/**
 * A parsed proof. It counts only after `verifyProof`; `extra` never does by itself.
 * @typedef {{ index: number, path: Uint8Array[], signed: SignedCheckpoint, extra: Uint8Array }} Proof
 */

/**
 * Read a proof.
 * @param {string} text
 * @returns {Proof}
 * @throws {LogRefused} log_proof_malformed, note_malformed, checkpoint_malformed
 */
export function parseProof(text) {
  const [head, checkpoint] = partition(text, "\n\n");
  const [kind, ...lines] = head.split("\n");
  if (checkpoint === null || kind !== KIND) throw malformed("first line");
  let extra = new Uint8Array(0);
  if (lines.length && lines[0].startsWith("extra ")) {
    extra = parseExtra(/** @type {string} */ (lines.shift()));
  }
  if (!lines.length || !lines[0].startsWith("index ") || lines.length > 1 + MAX_PATH) {
    throw malformed("lines");
  }
  return {
    index: parseNumber(lines[0].slice("index ".length), "log_proof_malformed"),
    path: lines.slice(1).map((line) => parseHash(line, "log_proof_malformed")),
    signed: parseCheckpoint(checkpoint),
    extra,
  };
}

/**
 * Verify that a log signed a tree in which `entry` lies at the proof's index.
 * @param {Proof} proof
 * @param {Uint8Array} entry
 * @param {VerificationKey} logKey
 * @throws {LogRefused} the log's signature first, then the path
 */
export function verifyProof({ index, path, signed }, entry, logKey) {
  verifyCheckpoint(signed, logKey);
  const { size, root } = signed.checkpoint;
  verifyInclusion(leafHash(entry), index, size, path, root);
}

/** @param {string} line */
function parseExtra(line) {
  const encoded = line.slice("extra ".length);
  if (!encoded || encoded.length > MAX_EXTRA) throw malformed("extra");
  return parseBase64(encoded, "log_proof_malformed");
}

/** @param {string} detail */
function malformed(detail) {
  return new LogRefused("log_proof_malformed", detail);
}
