/**
 * Keys of a trustee and letters between trustees (spec 4.6.1 and 4.6.3); twin of ballots/pki.py.
 *
 * Ed25519 only. Secret work runs in constant time in the core; scalars and keys are overwritten
 * after use. Two things JavaScript does not permit: a text (the seed, the inside of a letter) cannot
 * be overwritten, and the AES of @noble/ciphers uses tables (docs/limitations.md).
 */

import { gcm } from "@noble/ciphers/aes.js";
import * as canonical from "../ballots/canonical.js";
import { ed25519 } from "../ballots/ed25519.js";
import { refused } from "../ballots/errors.js";
import { parseElement } from "../ballots/group.js";
import { SIGNED_MESSAGE, verifySignedMessage } from "../ballots/pki.js";
import * as group from "../group.js";
import { hex, sha256, utf8 } from "../hashing.js";
import { proveKnowledge } from "../proofs.js";

/** @typedef {group.Element} Element */
/** @typedef {group.Scalar} Scalar */
/** @typedef {group.Draw} Draw */
/** @typedef {import("../ballots/proofs.js").Proof} Proof */
/** @typedef {import("../ballots/pki.js").SignedMessage} SignedMessage */

/**
 * The four keys that a seed gives. The two scalars are SECRET: `wipeKeys` when done.
 * @typedef {{ signing: Scalar, decryption: Scalar, verification: Element, encryption: Element }} PrivateKeys
 */

export const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
export const SEED_LENGTH = 22;
const ALGORITHM = "AES-GCM";
const HEX = /^(?:[0-9a-f]{2})+$/;
const FAIR = 256 - (256 % BASE58.length); // bytes from here on would favour the first letters
const TAG_BYTES = 16;

/** encrypted_msg of the specification; `data` is the ciphertext with its 16-byte tag. */
const ENCRYPTED_MESSAGE = canonical.struct({
  algorithm: canonical.text,
  alpha: canonical.text,
  beta: canonical.text,
  data: canonical.text,
});

/** channel_msg of the specification. */
const CHANNEL_MESSAGE = canonical.struct({ recipient: canonical.text, message: canonical.text });

/** Draw a seed with the browser's secure generator (about 129 bits). SECRET */
export function makeSeed() {
  const bytes = new Uint8Array(1);
  let seed = "";
  while (seed.length < SEED_LENGTH) {
    crypto.getRandomValues(bytes);
    if (bytes[0] < FAIR) seed += BASE58[bytes[0] % BASE58.length];
  }
  group.wipe(bytes);
  return seed;
}

/**
 * Derive a trustee's keys from the seed.
 * @param {string} seed
 * @returns {PrivateKeys}
 * @throws {BallotsError} malformed naming the length or the character's place, never the seed
 */
export function deriveKeys(seed) {
  const letters = Array.from(seed);
  if (letters.length !== SEED_LENGTH) {
    throw refused("malformed", `seed: ${letters.length} of ${SEED_LENGTH} characters`);
  }
  const wrong = letters.findIndex((letter) => !BASE58.includes(letter));
  if (wrong >= 0) throw refused("malformed", `seed: character ${wrong + 1}`);
  const signing = scalarOf("sk", seed);
  const decryption = scalarOf("dk", seed);
  return {
    signing,
    decryption,
    verification: group.powerG(signing),
    encryption: group.powerG(decryption),
  };
}

/**
 * Overwrite the secret scalars.
 * @param {PrivateKeys} keys
 */
export function wipeKeys({ signing, decryption }) {
  group.wipe(signing, decryption);
}

/**
 * Do something with the keys of a seed, and overwrite them whatever happens.
 * @template T
 * @param {string} seed
 * @param {(keys: PrivateKeys) => T} work
 * @returns {T}
 */
export function withKeys(seed, work) {
  const keys = deriveKeys(seed);
  try {
    return work(keys);
  } finally {
    wipeKeys(keys);
  }
}

/**
 * @param {string} tag
 * @param {string} text
 */
function digest(tag, text) {
  const bytes = utf8(`${tag}|${text}`);
  const found = sha256(bytes);
  group.wipe(bytes);
  return found;
}

/**
 * @param {string} tag
 * @param {string} seed
 */
function scalarOf(tag, seed) {
  const hash = digest(tag, seed);
  const scalar = group.scalarFromHash(hash);
  group.wipe(hash);
  return scalar;
}

/**
 * Sign a text: a proof of knowledge of the signing key over `sigmsg|M|A`.
 * @param {PrivateKeys} keys
 * @param {string} message
 * @returns {Proof}
 */
export function signMessage(keys, message) {
  return proveKnowledge(keys.signing, group.randomScalar, "sigmsg", message);
}

/**
 * Sign a text and keep it with its signature.
 * @param {PrivateKeys} keys
 * @param {string} message
 * @returns {SignedMessage}
 */
export function makeSignedMessage(keys, message) {
  return { message, signature: signMessage(keys, message) };
}

/**
 * Encrypt a text to an encryption key: ElGamal hides g^s, whose hash is the AES key.
 * @param {Element} recipient
 * @param {string} message
 */
export function encryptMessage(recipient, message) {
  const [nonce, exponent] = [group.randomScalar(), group.randomScalar()];
  const hidden = group.powerG(exponent);
  const mask = group.power(recipient, nonce);
  const alpha = group.elementText(group.powerG(nonce));
  const beta = group.elementText(group.multiply(mask, hidden));
  const plain = utf8(message);
  const data = hex(ciphered(hidden, alpha, (cipher) => cipher.encrypt(plain)));
  group.wipe(nonce, exponent, hidden, mask, plain);
  return ENCRYPTED_MESSAGE.write({ algorithm: ALGORITHM, alpha, beta, data });
}

/**
 * @param {Element} hidden SECRET
 * @param {string} alpha
 * @param {(cipher: ReturnType<typeof gcm>) => Uint8Array} work
 */
function ciphered(hidden, alpha, work) {
  const key = digest("key", group.elementText(hidden));
  try {
    return work(gcm(key, digest("iv", alpha)));
  } finally {
    group.wipe(key);
  }
}

/**
 * Read an encrypted message without opening it.
 * @param {string} sealed
 * @throws {BallotsError} as `decode`; bad_message (algorithm), not_canonical, not_in_group
 */
export function parseEncrypted(sealed) {
  const message = canonical.decode(utf8(sealed), ENCRYPTED_MESSAGE);
  if (message.algorithm !== ALGORITHM) throw refused("bad_message", "algorithm");
  if (!HEX.test(message.data)) throw refused("not_canonical", "data");
  const alpha = parseElement(ed25519, message.alpha);
  const beta = parseElement(ed25519, message.beta);
  return { alpha, beta, data: bytesOfHex(message.data) };
}

/** @param {string} text */
function bytesOfHex(text) {
  return Uint8Array.from({ length: text.length / 2 }, (_, at) =>
    parseInt(text.slice(2 * at, 2 * at + 2), 16),
  );
}

/**
 * Open an encrypted message. The bytes are SECRET: overwrite them when done.
 * @param {PrivateKeys} keys
 * @param {string} sealed
 * @throws {BallotsError} as parseEncrypted, and bad_message if it is not ours
 */
export function decryptMessage(keys, sealed) {
  const { alpha, beta, data } = parseEncrypted(sealed);
  const mask = group.power(alpha, keys.decryption);
  const hidden = group.divide(beta, mask);
  try {
    if (data.length < TAG_BYTES) throw new RangeError("no tag");
    return ciphered(hidden, group.elementText(alpha), (cipher) => cipher.decrypt(data));
  } catch (error) {
    throw refused("bad_message", "not for this key, or altered");
  } finally {
    group.wipe(mask, hidden);
  }
}

/**
 * Sign a text for one recipient and encrypt it to that recipient.
 * @param {PrivateKeys} keys
 * @param {Element} recipient
 * @param {string} message
 */
export function send(keys, recipient, message) {
  const letter = CHANNEL_MESSAGE.write({ recipient: group.elementText(recipient), message });
  return encryptMessage(recipient, SIGNED_MESSAGE.write(makeSignedMessage(keys, letter)));
}

/**
 * Open a letter, verify that `sender` signed it for us, and return its text as bytes. SECRET
 * @param {PrivateKeys} keys
 * @param {Element} sender
 * @param {string} sealed
 * @throws {BallotsError} as decryptMessage; bad_signature; bad_message if it was signed for another
 *   recipient (a letter that somebody opened and encrypted again to us)
 */
export function receive(keys, sender, sealed) {
  const opened = decryptMessage(keys, sealed);
  const signed = canonical.decode(opened, SIGNED_MESSAGE);
  group.wipe(opened);
  const letter = canonical.decode(verifySignedMessage(ed25519, sender, signed), CHANNEL_MESSAGE);
  if (letter.recipient !== group.elementText(keys.encryption)) {
    throw refused("bad_message", "recipient");
  }
  return utf8(letter.message);
}
