/**
 * What stands in a receipt that too few witnesses confirmed: the last checkpoint that enough did;
 * twin of audit/held.py.
 */

import { parseCheckpoint } from "./checkpoint.js";
import { parseHash, partition } from "./lines.js";
import { LogRefused } from "./log_errors.js";
import { MAX_PATH, verifyConsistency } from "./merkle.js";
import { verifyQuorum } from "./quorum.js";

/** @typedef {import("./checkpoint.js").Checkpoint} Checkpoint */
/** @typedef {import("./checkpoint.js").SignedCheckpoint} SignedCheckpoint */
/** @typedef {import("./policy.js").Policy} Policy */

/**
 * A parsed older checkpoint and the path from it. It counts only after `verifyHeld`.
 * @typedef {{ path: Uint8Array[], signed: SignedCheckpoint }} Held
 */

const NEWLINE = 10;

/**
 * Cut the extra bytes of a receipt into the entry and what stands behind it.
 * @param {Uint8Array} extra
 * @returns {{ entry: Uint8Array, rest: Uint8Array | null }}
 */
export function cutExtra(extra) {
  const place = extra.indexOf(NEWLINE);
  if (place < 0) return { entry: extra, rest: null };
  return { entry: extra.slice(0, place), rest: extra.slice(place + 1) };
}

/**
 * Read the bytes behind the entry.
 * @param {Uint8Array} content
 * @returns {Held}
 * @throws {LogRefused} log_proof_malformed, note_malformed, checkpoint_malformed
 */
function parseHeld(content) {
  const [head, checkpoint] = partition(`\n${textOf(content)}`, "\n\n");
  const lines = head.split("\n").slice(1);
  if (checkpoint === null || lines.length > MAX_PATH) {
    throw new LogRefused("log_proof_malformed", "lines");
  }
  const path = lines.map((line) => parseHash(line, "log_proof_malformed"));
  return { path, signed: parseCheckpoint(checkpoint) };
}

/**
 * Read what stands behind the entry, which nobody signed; null if there is nothing, or if it cannot
 * be read, which makes no receipt unreadable.
 * @param {Uint8Array | null} rest
 * @returns {{ held: Held | null, isHeldBroken: boolean }}
 */
export function readHeld(rest) {
  if (rest === null) return { held: null, isHeldBroken: false };
  try {
    return { held: parseHeld(rest), isHeldBroken: false };
  } catch (error) {
    if (!(error instanceof LogRefused)) throw error;
    return { held: null, isHeldBroken: true };
  }
}

/** @param {Uint8Array} content */
function textOf(content) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch (error) {
    throw new LogRefused("log_proof_malformed", "UTF-8");
  }
}

/**
 * Verify that a checkpoint continues the older one, which satisfied a policy; return when.
 * @param {Held} held
 * @param {Checkpoint} newer that the log signed
 * @param {Policy} policy
 * @returns {number | null}
 * @throws {LogRefused}
 */
export function verifyHeld({ path, signed }, newer, policy) {
  const { origin, size, root } = signed.checkpoint;
  if (origin !== newer.origin) throw new LogRefused("log_wrong_origin", origin);
  verifyConsistency(size, root, newer.size, newer.root, path);
  return verifyQuorum({ ...policy, logs: [] }, signed).reachedAt;
}
