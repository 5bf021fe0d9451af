/**
 * Watching one log: fetch its checkpoint, believe only what is proved, cosign only what continues.
 *
 * The last checkpoint is kept before its cosignature is made, so that this key never signs two
 * states that contradict one another. A fork is proved by two signed checkpoints, which are kept;
 * the same holds, as far as the order is believed, for a log that went back. After either, nothing
 * is cosigned any more.
 */

import { parseCheckpoint, verifyCheckpoint } from "./checkpoint.js";
import { makeCosignature, verifyCosignature } from "./cosignature.js";
import { isSame } from "./group.js";
import { LogRefused } from "./log_errors.js";
import { verifyConsistency } from "./merkle.js";
import { signatureLine, signaturesBy } from "./note.js";
import { TileReader } from "./tiles.js";

/** @typedef {import("./checkpoint.js").SignedCheckpoint} SignedCheckpoint */
/** @typedef {import("./note.js").VerificationKey} VerificationKey */

/**
 * What a witness remembers of a log. first, second: checkpoints that contradict one another.
 * @typedef {{ kind: "rolled_back" | "forked", first: string, second: string }} Alarm
 * @typedef {{ last: string | null, alarm: Alarm | null }} Memory
 */

/**
 * What was seen: nothing new; a log that grew; no answer; an answer that proves nothing (code:
 * why); or a contradiction.
 * @typedef {{ kind: "same" } | { kind: "grown" } | { kind: "lost" }
 *   | { kind: "unproved", code: string } | { kind: "alarm", alarm: Alarm }} Seen
 */

/**
 * @typedef {object} Source where the log comes from; null: no answer
 * @property {() => Promise<string | null>} checkpoint
 * @property {import("./tiles.js").Fetch} tile
 */

/** How often a log must show a smaller size before it counts: an answer may come from a cache. */
const SMALLER_TIMES = 3;

export class Watch {
  /**
   * @param {VerificationKey} logKey
   * @param {Source} source
   * @param {{ read: () => Memory, write: (memory: Memory) => void }} store
   */
  constructor(logKey, source, store) {
    /** @private */ this.logKey = logKey;
    /** @private */ this.source = source;
    /** @private */ this.store = store;
    /** @private */ this.smaller = 0;
  }

  /** The last checkpoint that was believed. @returns {SignedCheckpoint | null} */
  last() {
    const { last } = this.store.read();
    return last === null ? null : parseCheckpoint(last);
  }

  /**
   * Look once.
   * @returns {Promise<Seen>}
   */
  async look() {
    const { last, alarm } = this.store.read();
    if (alarm !== null) return { kind: "alarm", alarm };
    const text = await this.source.checkpoint();
    if (text === null) return { kind: "lost" };
    try {
      const signed = parseCheckpoint(text);
      verifyCheckpoint(signed, this.logKey);
      return await this.judge(signed, ownPart(signed, this.logKey), last);
    } catch (error) {
      if (!(error instanceof LogRefused)) throw error;
      return { kind: "unproved", code: error.code };
    }
  }

  /**
   * Remember a checkpoint that the witness's key cosigned, here or on another device.
   *
   * What its own key signed needs no proof where nothing is remembered yet; where something is, it
   * must continue that.
   * @param {string} text
   * @param {VerificationKey} witness
   * @returns {Promise<Seen>} grown: it is remembered now
   */
  async recall(text, witness) {
    const { last, alarm } = this.store.read();
    if (alarm !== null) return { kind: "alarm", alarm };
    try {
      const signed = parseCheckpoint(text);
      verifyCheckpoint(signed, this.logKey);
      verifyCosignature(signed, witness);
      const own = ownPart(signed, this.logKey);
      if (last === null) {
        this.store.write({ last: own, alarm: null });
        return { kind: "grown" };
      }
      if (signed.checkpoint.size < parseCheckpoint(last).checkpoint.size) return { kind: "same" };
      return await this.judge(signed, own, last);
    } catch (error) {
      if (!(error instanceof LogRefused)) throw error;
      return { kind: "unproved", code: error.code };
    }
  }

  /**
   * Compare a checkpoint that the log signed with the last one.
   * @private
   * @param {SignedCheckpoint} signed
   * @param {string} text
   * @param {string | null} last
   * @returns {Promise<Seen>}
   */
  async judge({ checkpoint }, text, last) {
    const { size, root } = checkpoint;
    const before = last === null ? null : parseCheckpoint(last).checkpoint;
    if (before !== null && size < before.size) {
      this.smaller += 1;
      const isSure = this.smaller >= SMALLER_TIMES;
      return isSure ? this.shout("rolled_back", last, text) : { kind: "unproved", code: "smaller" };
    }
    this.smaller = 0;
    if (before !== null && size === before.size) {
      return isSame(root, before.root) ? { kind: "same" } : this.shout("forked", last, text);
    }
    const reader = new TileReader((path) => this.source.tile(path), { size, root });
    const path = await reader.consistency(before === null ? 0 : before.size);
    try {
      if (before !== null) verifyConsistency(before.size, before.root, size, root, path);
    } catch (error) {
      return this.shout("forked", last, text); // the tiles hash to the signed root: it is proved
    }
    const now = this.store.read();
    if (now.last !== last || now.alarm !== null) return { kind: "same" }; // another window's turn
    this.store.write({ last: text, alarm: null });
    return { kind: "grown" };
  }

  /**
   * Keep a contradiction for good.
   * @private
   * @param {Alarm["kind"]} kind
   * @param {string | null} first
   * @param {string} second
   * @returns {Seen}
   */
  shout(kind, first, second) {
    const alarm = { kind, first: first || "", second };
    this.store.write({ last: first, alarm });
    return { kind: "alarm", alarm };
  }

  /**
   * Cosign the last checkpoint; null if there is none, or after an alarm.
   * @param {import("./witness_key.js").WitnessKey} witness
   * @param {number} time seconds since 1970
   */
  cosigned(witness, time) {
    const { last, alarm } = this.store.read();
    if (last === null || alarm !== null) return null;
    const sign = (/** @type {Uint8Array} */ message) => witness.sign(message);
    const { text } = parseCheckpoint(last).note;
    return last + makeCosignature(text, { time, key: witness.key, sign });
  }
}

/**
 * Return a checkpoint with the log's own signature lines only.
 * @param {SignedCheckpoint} signed
 * @param {VerificationKey} logKey
 */
function ownPart({ note }, logKey) {
  return `${note.text}\n${signaturesBy(note, logKey).map(signatureLine).join("")}`;
}
