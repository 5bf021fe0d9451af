/**
 * The key of a witness that is a browser: made here, kept here, exported as a file.
 *
 *     PRIVATE+KEY+<name>+<8 hex digits of the id>+<Base64 of byte 4 and the 32-byte seed>
 *
 * That is the form in which Go's sumdb/note keeps keys, with the type of cosignatures. SECRET.
 */

import { publicKeyOf, sign } from "./ed25519.js";
import { hex } from "./hashing.js";
import { padded, parseBase64, partition } from "./lines.js";
import { LogRefused } from "./log_errors.js";
import { COSIGNATURE, checkKeyName, makeVerificationKey } from "./note.js";

/** @typedef {import("./note.js").VerificationKey} VerificationKey */

const BEFORE = "PRIVATE+KEY+";
export const LONGEST_NAME = 60;

export class WitnessKey {
  /**
   * @param {string} name
   * @param {Uint8Array} seed 32 random bytes. SECRET
   * @throws {LogRefused} key_malformed: the name cannot be one
   */
  constructor(name, seed) {
    checkKeyName(name, "key_malformed");
    /** @private */ this.seed = seed;
    /** @readonly @type {VerificationKey} */
    this.key = makeVerificationKey(name, publicKeyOf(seed), COSIGNATURE);
  }

  /**
   * Sign a message.
   * @param {Uint8Array} message
   */
  sign(message) {
    return sign(message, this.seed);
  }

  /** Write the key to be kept. SECRET */
  secretText() {
    const { name, keyId } = this.key;
    const raw = Uint8Array.of(COSIGNATURE, ...this.seed);
    return `${BEFORE}${name}+${hex(keyId)}+${padded(raw)}\n`;
  }
}

/**
 * Make a key of fresh randomness.
 * @param {string} typed the name, as somebody typed it
 */
export function makeWitnessKey(typed) {
  const seed = new Uint8Array(32);
  window.crypto.getRandomValues(seed);
  return new WitnessKey(nameFrom(typed), seed);
}

/**
 * Read a key that was kept or exported.
 * @param {string} text
 * @throws {LogRefused} key_malformed, key_type
 */
export function parseWitnessKey(text) {
  const line = text.trim();
  if (!line.startsWith(BEFORE)) throw new LogRefused("key_malformed", "first words");
  const [name, rest] = partition(line.slice(BEFORE.length), "+");
  const [identifier, encoded] = partition(rest || "", "+");
  const raw = parseBase64(encoded || "", "key_malformed");
  if (raw.length !== 33) throw new LogRefused("key_malformed", "length");
  if (raw[0] !== COSIGNATURE) throw new LogRefused("key_type", `type ${raw[0]}`);
  const found = new WitnessKey(name, raw.slice(1));
  if (identifier !== hex(found.key.keyId)) throw new LogRefused("key_malformed", "key id");
  return found;
}

/**
 * Return what somebody typed as a name that a key can have: no space, no plus sign.
 * @param {string} typed
 */
export function nameFrom(typed) {
  const name = typed.normalize("NFC").replace(/[\s+]+/g, "-").replace(/^-+|-+$/g, "");
  return Array.from(name).slice(0, LONGEST_NAME).join("");
}
