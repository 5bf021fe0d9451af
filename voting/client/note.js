/**
 * Signed notes (C2SP signed-note): texts signed by one or more Ed25519 keys; twin of audit/note.py.
 *
 *     This is an example message.
 *
 *     — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFX…
 */

import { isPublicKey, isSignature } from "./ed25519.js";
import { isSame } from "./group.js";
import { hex, sha256, utf8 } from "./hashing.js";
import { padded, parseBase64, partition } from "./lines.js";
import { LogRefused } from "./log_errors.js";

/** @typedef {import("./log_errors.js").LogFault} LogFault */

export const ED25519 = 1;
export const COSIGNATURE = 4;
export const MAX_NOTE = 1 << 19;
const MAX_SIGNATURES = 100;
// What Python's str.isspace counts, control characters, and the plus sign.
const NOT_IN_NAME =
  /[\u0000-\u0020+\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const NOT_IN_TEXT = /[\u0000-\u0009\u000b-\u001f]/;
const HALF_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/;

/**
 * One signature line: who says to have signed, which key, the signature.
 * @typedef {{ keyName: string, keyId: Uint8Array, signature: Uint8Array }} NoteSignature
 */

/**
 * A parsed note: its text means nothing before a signature by a known key is verified.
 * @typedef {{ text: string, signatures: NoteSignature[] }} Note
 */

/**
 * A verification key as it is published.
 * @typedef {{ name: string, publicKey: Uint8Array, type: number, keyId: Uint8Array }} VerificationKey
 */

/**
 * @param {string} name
 * @param {Uint8Array} publicKey
 * @param {number} type
 * @returns {VerificationKey}
 */
export function makeVerificationKey(name, publicKey, type) {
  const keyId = sha256(utf8(`${name}\n`), Uint8Array.of(type), publicKey).slice(0, 4);
  return { name, publicKey, type, keyId };
}

/**
 * Write a key in its published form.
 * @param {VerificationKey} key
 */
export function keyText({ name, publicKey, type, keyId }) {
  return `${name}+${hex(keyId)}+${padded(Uint8Array.of(type, ...publicKey))}`;
}

/**
 * Read a verification key of one type.
 * @param {string} text
 * @param {number} [type]
 * @throws {LogRefused} key_malformed, key_type
 */
export function parseVerificationKey(text, type = ED25519) {
  const [name, rest] = partition(text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ""), "+");
  const [identifier, encoded] = partition(rest || "", "+");
  checkKeyName(name, "key_malformed");
  const raw = parseBase64(encoded || "", "key_malformed");
  if (raw.length && raw[0] !== type) throw new LogRefused("key_type", `type ${raw[0]}`);
  if (raw.length !== 33) throw new LogRefused("key_malformed", "length");
  const key = makeVerificationKey(name, raw.slice(1), type);
  if (!isPublicKey(key.publicKey)) throw new LogRefused("key_malformed", "public key");
  if (identifier !== hex(key.keyId)) throw new LogRefused("key_malformed", "key id");
  return key;
}

/**
 * Read a note.
 * @param {string} note
 * @returns {Note}
 * @throws {LogRefused} note_malformed: it is not in the one form
 */
export function parseNote(note) {
  if (note.length > MAX_NOTE) throw malformed("too long");
  const place = note.lastIndexOf("\n\n");
  if (place < 0 || !note.endsWith("\n") || place + 2 === note.length) {
    throw malformed("no signature lines");
  }
  const text = note.slice(0, place + 1);
  if (NOT_IN_TEXT.test(text)) throw malformed("text");
  if (HALF_SURROGATE.test(text)) throw malformed("not UTF-8");
  const lines = note.slice(place + 2, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) throw malformed("too many signatures");
  return { text, signatures: lines.map(parseSignatureLine) };
}

/**
 * Read one signature line, without its newline.
 * @param {string} line
 * @returns {NoteSignature}
 */
export function parseSignatureLine(line) {
  const [dash, rest] = partition(line, " ");
  const [keyName, encoded] = partition(rest || "", " ");
  if (dash !== "—") throw malformed("signature line");
  checkKeyName(keyName, "note_malformed");
  const raw = parseBase64(encoded || "", "note_malformed");
  if (raw.length < 5) throw malformed("signature line");
  return { keyName, keyId: raw.slice(0, 4), signature: raw.slice(4) };
}

/**
 * Write a signature line, with its newline.
 * @param {NoteSignature} signature
 */
export function signatureLine({ keyName, keyId, signature }) {
  return `— ${keyName} ${padded(Uint8Array.of(...keyId, ...signature))}\n`;
}

/**
 * Tell whether a signature line names a key, whatever it is worth.
 * @param {NoteSignature} line
 * @param {VerificationKey} key
 */
function names(line, key) {
  return line.keyName === key.name && isSame(line.keyId, key.keyId);
}

/**
 * Tell whether any line of a note names a key.
 * @param {Note} note
 * @param {VerificationKey} key
 */
export function isNamed(note, key) {
  return note.signatures.some((line) => names(line, key));
}

/**
 * Return the lines that name a key, unverified.
 * @param {Note} note
 * @param {VerificationKey} key
 * @throws {LogRefused} log_wrong_key: there is none
 */
export function signaturesBy(note, key) {
  const lines = note.signatures.filter((line) => names(line, key));
  if (!lines.length) throw new LogRefused("log_wrong_key", key.name);
  return lines;
}

/**
 * Verify that a note carries signatures of type 1 by a key; those of others are ignored.
 * @param {Note} note
 * @param {VerificationKey} key
 * @throws {LogRefused} log_wrong_key, log_bad_signature
 */
export function verifyNote(note, key) {
  for (const { signature } of signaturesBy(note, key)) {
    verifyBytes(utf8(note.text), signature, key);
  }
}

/**
 * Verify an Ed25519 signature.
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 * @param {VerificationKey} key
 * @throws {LogRefused} log_bad_signature
 */
export function verifyBytes(message, signature, { publicKey, name }) {
  if (!isSignature(message, signature, publicKey)) throw new LogRefused("log_bad_signature", name);
}

/**
 * Refuse an empty key name, or one with a space, a plus sign or a control character.
 * @param {string} keyName
 * @param {LogFault} fault
 */
export function checkKeyName(keyName, fault) {
  const isWrong = keyName === "" || NOT_IN_NAME.test(keyName) || HALF_SURROGATE.test(keyName);
  if (isWrong) throw new LogRefused(fault, "key name");
}

/** @param {string} detail */
function malformed(detail) {
  return new LogRefused("note_malformed", detail);
}
