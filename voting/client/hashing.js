/**
 * Hashes of the specification: tagged challenges, fingerprints; twin of ballots/hashing.py.
 *
 * Every challenge is SHA-256 of a tag, a vertical bar and the statement, read as a 256-bit
 * big-endian number and reduced modulo q. Synchronous, and without `crypto.subtle`, which a page
 * on plain HTTP does not have.
 */

import { scalarFromHash } from "./group.js";
import { hashSha256 } from "./sodium.js";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * Encode a text as UTF-8.
 * @param {string} text
 */
export function utf8(text) {
  return new TextEncoder().encode(text);
}

/**
 * Return SHA-256 of bytes, 32 bytes.
 * @param {Uint8Array[]} parts
 */
export function sha256(...parts) {
  return hashSha256(...parts);
}

/**
 * Write bytes as lower-case hexadecimal digits.
 * @param {Uint8Array} bytes
 */
export function hex(bytes) {
  return Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join("");
}

/**
 * Write bytes in Base64 without padding.
 * @param {Uint8Array} bytes
 */
export function base64(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const three = (bytes[i] << 16) | ((bytes[i + 1] || 0) << 8) | (bytes[i + 2] || 0);
    for (let j = 0; j <= Math.min(left, 3); j += 1) text += LETTERS[(three >> (18 - 6 * j)) & 63];
  }
  return text;
}

/**
 * Return SHA-256 as 64 lower-case hexadecimal digits.
 * @param {Uint8Array} data
 */
export function sha256Hex(data) {
  return hex(sha256(data));
}

/**
 * Return SHA-256 in Base64 without padding, 43 characters (spec 4.17).
 * @param {Uint8Array} data
 */
export function sha256B64(data) {
  return base64(sha256(data));
}

/**
 * Hash `tag|part|part…` to a challenge modulo q.
 * @param {string} tag
 * @param {string[]} parts
 */
export function challenge(tag, ...parts) {
  return challengeAfter(`${tag}|`, parts.join("|"));
}

/**
 * Hash a ready prefix and the rest to a challenge modulo q.
 * @param {string} prefix
 * @param {string} rest
 */
export function challengeAfter(prefix, rest) {
  return scalarFromHash(sha256(utf8(prefix), utf8(rest)));
}

/**
 * Join pairs of element texts as `A0,B0,A1,B1` (the form inside the challenges).
 * @param {[string, string][]} pairs
 */
export function commaJoined(pairs) {
  return pairs.map((pair) => pair.join(",")).join(",");
}
