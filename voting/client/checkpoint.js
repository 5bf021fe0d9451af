/**
 * Checkpoints (C2SP tlog-checkpoint): how large a log is, and its root, signed by the log; twin of
 * audit/checkpoint.py.
 */

import { parseHash, parseNumber } from "./lines.js";
import { LogRefused } from "./log_errors.js";
import { parseNote, verifyNote } from "./note.js";

/** @typedef {import("./note.js").Note} Note */
/** @typedef {import("./note.js").VerificationKey} VerificationKey */

/**
 * What a checkpoint says.
 * @typedef {{ origin: string, size: number, root: Uint8Array, extensions: string[] }} Checkpoint
 */

/**
 * A parsed checkpoint with its signatures; it counts only after `verifyCheckpoint`.
 * @typedef {{ checkpoint: Checkpoint, note: Note }} SignedCheckpoint
 */

/**
 * Read the text of a checkpoint.
 * @param {string} text
 * @returns {Checkpoint}
 * @throws {LogRefused} checkpoint_malformed
 */
export function parseCheckpointText(text) {
  const lines = text.split("\n");
  if (lines.length < 4 || lines.pop() !== "" || !lines.every(Boolean)) {
    throw new LogRefused("checkpoint_malformed", "lines");
  }
  return {
    origin: lines[0],
    size: parseNumber(lines[1], "checkpoint_malformed"),
    root: parseHash(lines[2], "checkpoint_malformed"),
    extensions: lines.slice(3),
  };
}

/**
 * Read a signed checkpoint.
 * @param {string} text
 * @returns {SignedCheckpoint}
 * @throws {LogRefused} note_malformed, checkpoint_malformed
 */
export function parseCheckpoint(text) {
  const note = parseNote(text);
  return { checkpoint: parseCheckpointText(note.text), note };
}

/**
 * Verify that a log signed a checkpoint of its own.
 * @param {SignedCheckpoint} signed
 * @param {VerificationKey} key
 * @throws {LogRefused} log_wrong_origin, log_wrong_key, log_bad_signature
 */
export function verifyCheckpoint({ checkpoint, note }, key) {
  if (checkpoint.origin !== key.name) throw new LogRefused("log_wrong_origin", checkpoint.origin);
  verifyNote(note, key);
}
