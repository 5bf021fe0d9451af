/**
 * The saved copy of a member's key, as a file and as a QR sheet; twin of the Python key copy.
 *
 *     {"tinnhiem":"key-copy","version":1,"uuid":"…","index":2,"opslimit":3,"memlimit":67108864,
 *      "salt":"<32 digits>","nonce":"<48 digits>","box":"<Base64>","sum":"<16 digits>"}
 *
 * One line of canonical JSON. The box holds the member file, sealed by XChaCha20-Poly1305 under the
 * argon2id key of the passphrase; bound to it are the other fields. `sum` tells a damaged copy from
 * a wrong passphrase: the first 8 bytes of the SHA-256 of the line without it.
 */

import * as canonical from "../ballots/canonical.js";
import { BallotsError, refused } from "../ballots/errors.js";
import { hex, sha256, utf8 } from "../hashing.js";
import { padded } from "../lines.js";
import { wipe } from "../group.js";
import { NONCE_BYTES, SALT_BYTES, TAG_BYTES, open, seal } from "./vault.js";

const OPSLIMIT = 3;
const MEMLIMIT = 64 * canonical.MEBIBYTE;
export const SHORTEST = 12; // characters of a passphrase
const LARGEST = 1 << 16; // bytes of a copy
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const digits = (/** @type {number} */ bytes) => canonical.matching(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));

export const KEY_COPY = canonical.struct({
  tinnhiem: canonical.matching(/^key-copy$/),
  version: canonical.whole(1, 1),
  uuid: canonical.text,
  index: canonical.whole(1, 100),
  opslimit: canonical.whole(1, 10),
  memlimit: canonical.whole(8 * canonical.MEBIBYTE, 1024 * canonical.MEBIBYTE),
  salt: digits(SALT_BYTES),
  nonce: digits(NONCE_BYTES),
  box: canonical.text,
  sum: canonical.text,
});

/** @typedef {canonical.ValueOf<typeof KEY_COPY>} KeyCopy */

/**
 * Write a passphrase as it is hashed: NFC, UTF-8. SECRET
 * @param {string} passphrase
 */
function phraseBytes(passphrase) {
  return utf8(passphrase.normalize("NFC"));
}

/**
 * Seal a member file for a member of a conference.
 * @param {Uint8Array} wasm vault.wasm
 * @param {Uint8Array} file SECRET
 * @param {string} passphrase SECRET
 * @param {{ uuid: string, index: number, opslimit?: number, memlimit?: number }} whose
 * @returns {Promise<Uint8Array>} one line, without a newline
 * @throws {BallotsError} weak_passphrase
 */
export async function makeKeyCopy(wasm, file, passphrase, whose) {
  if (Array.from(passphrase.normalize("NFC")).length < SHORTEST) throw refused("weak_passphrase");
  const { uuid, index, opslimit = OPSLIMIT, memlimit = MEMLIMIT } = whose;
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const copy = {
    tinnhiem: "key-copy",
    version: 1,
    ...{ uuid, index, opslimit, memlimit },
    ...{ salt: hex(salt), nonce: hex(nonce), box: "", sum: "" },
  };
  const ad = canonical.encode(KEY_COPY, copy);
  const bytes = phraseBytes(passphrase);
  try {
    const sealing = { passphrase: bytes, salt, nonce, opslimit, memlimit, ad };
    copy.box = padded(await seal(wasm, file, sealing));
  } finally {
    wipe(bytes);
  }
  return canonical.encode(KEY_COPY, { ...copy, sum: sumOf(copy) });
}

/** @param {KeyCopy} copy */
function sumOf(copy) {
  return hex(sha256(canonical.encode(KEY_COPY, { ...copy, sum: "" })).subarray(0, 8));
}

/**
 * Read a saved copy; it stays sealed.
 * @param {Uint8Array} data
 * @returns {KeyCopy}
 * @throws {BallotsError} not_key_copy: something else, another version, limits that nobody uses;
 *   copy_damaged
 */
export function parseKeyCopy(data) {
  const copy = readLine(data);
  if (copy.sum !== sumOf(copy)) throw refused("copy_damaged", "sum");
  if (!BASE64.test(copy.box)) throw refused("copy_damaged", "box");
  if (boxOf(copy).length < TAG_BYTES) throw refused("copy_damaged", "box too short");
  return copy;
}

/** @param {Uint8Array} data */
function readLine(data) {
  const end = data.length - Number(data[data.length - 1] === 0x0a);
  try {
    return canonical.decode(data.subarray(0, end), KEY_COPY, LARGEST);
  } catch (error) {
    if (!(error instanceof BallotsError)) throw error;
    throw refused("not_key_copy", error.detail);
  }
}

/** @param {KeyCopy} copy */
function boxOf({ box }) {
  return Uint8Array.from(atob(box), (letter) => letter.charCodeAt(0));
}

/** @param {string} text */
function bytesOf(text) {
  return Uint8Array.from({ length: text.length / 2 }, (_, at) =>
    parseInt(text.slice(2 * at, 2 * at + 2), 16),
  );
}

/**
 * Open a saved copy and return the member file. SECRET
 * @param {Uint8Array} wasm vault.wasm
 * @param {KeyCopy} copy as parseKeyCopy read it
 * @param {string} passphrase SECRET
 * @returns {Promise<Uint8Array>}
 * @throws {BallotsError} wrong_passphrase
 */
export async function openKeyCopy(wasm, copy, passphrase) {
  const { opslimit, memlimit } = copy;
  const ad = canonical.encode(KEY_COPY, { ...copy, box: "", sum: "" });
  const bytes = phraseBytes(passphrase);
  const sealing = { passphrase: bytes, opslimit, memlimit, ad };
  try {
    const found = await open(wasm, boxOf(copy), {
      ...sealing,
      salt: bytesOf(copy.salt),
      nonce: bytesOf(copy.nonce),
    });
    if (found === null) throw refused("wrong_passphrase");
    return found;
  } finally {
    wipe(bytes);
  }
}
