/**
 * Ed25519 signatures (RFC 8032) over the library's group operations: what notes and witnesses sign.
 *
 * Strict, so that Python and browsers give one verdict on every signature: a key is a canonical
 * point of prime order; S is below q; R is compared as the bytes that it would be written with.
 */

import { identity, isSame, wipe } from "./group.js";
import {
  addScalars,
  hashSha512,
  isValidPoint,
  multiplyBase,
  multiplyPoint,
  multiplyScalars,
  reduceScalar,
  subtractPoints,
} from "./sodium.js";

export const KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;

/**
 * Tell whether bytes are a public key.
 * @param {Uint8Array} key
 */
export function isPublicKey(key) {
  return key.length === KEY_BYTES && isValidPoint(key);
}

/**
 * Return the public key of a seed of 32 random bytes.
 * @param {Uint8Array} seed
 */
export function publicKeyOf(seed) {
  const [scalar, prefix] = expanded(seed);
  const key = multiplyBase(scalar);
  wipe(scalar, prefix);
  return /** @type {Uint8Array} */ (key); // never null: a clamped scalar is no multiple of q
}

/**
 * Sign a message.
 * @param {Uint8Array} message
 * @param {Uint8Array} seed
 */
export function sign(message, seed) {
  const [scalar, prefix] = expanded(seed);
  const key = /** @type {Uint8Array} */ (multiplyBase(scalar));
  const nonce = reduceScalar(hashSha512(prefix, message));
  const signature = new Uint8Array(SIGNATURE_BYTES);
  signature.set(multiplyBase(nonce) || identity());
  const challenge = reduceScalar(hashSha512(signature.subarray(0, 32), key, message));
  signature.set(addScalars(nonce, multiplyScalars(challenge, scalar)), 32);
  wipe(scalar, prefix, nonce);
  return signature;
}

/**
 * Tell whether a key signed a message. Variable-time: all of it is public.
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 * @param {Uint8Array} key as `isPublicKey` tells
 */
export function isSignature(message, signature, key) {
  if (signature.length !== SIGNATURE_BYTES || !isPublicKey(key)) return false;
  const commitment = signature.slice(0, 32);
  const response = signature.slice(32);
  if (!isSame(reduceScalar(response), response)) return false;
  const challenge = reduceScalar(hashSha512(commitment, key, message));
  const left = multiplyBase(response) || identity();
  const found = subtractPoints(left, multiplyPoint(challenge, key) || identity());
  return found !== null && isSame(found, commitment);
}

/**
 * Return the secret scalar and the prefix of a seed (RFC 8032 section 5.1.5).
 * @param {Uint8Array} seed
 */
function expanded(seed) {
  const wide = hashSha512(seed);
  const scalar = wide.slice(0, 32);
  scalar[0] &= 248;
  scalar[31] = (scalar[31] & 63) | 64;
  const prefix = wide.slice(32);
  wipe(wide);
  return [scalar, prefix];
}
