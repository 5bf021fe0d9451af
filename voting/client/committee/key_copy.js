/**
 * The saved copy of a member's key, as a file and as a QR sheet; twin of voting/keycopy.py.
 *
 *     {"tinnhiem":"key-copy","version":1,"uuid":"…","index":2,"opslimit":3,"memlimit":67108864,
 *      "salt":"<32 digits>","nonce":"<48 digits>","box":"<Base64>","sum":"<16 digits>"}
 *
 * One line of canonical JSON and a newline. The box holds the member file, sealed by XChaCha20-Poly1305 under the
 * argon2id key of the passphrase; bound to it are the other fields. `sum` tells a damaged copy from
 * a wrong passphrase: the first 8 bytes of the SHA-256 of the line with `sum` empty. A passphrase is
 * lower-cased, NFC, single-spaced: a phone's capital does not matter.
 */

import * as canonical from "../ballots/canonical.js";
import { BallotsError, refused } from "../ballots/errors.js";
import { hex, sha256, utf8 } from "../hashing.js";
import { padded, parseBase64 } from "../lines.js";
import { LogRefused } from "../log_errors.js";
import { wipe } from "../group.js";
import { makeMemberFile, parseMemberFile } from "./ceremony.js";
import { NONCE_BYTES, SALT_BYTES, TAG_BYTES, open, seal } from "./vault.js";

const OPSLIMIT = 3;
const MEMLIMIT = 64 * canonical.MEBIBYTE;
export const SHORTEST = 12; // characters of a passphrase
const LARGEST = 1 << 16; // bytes of a copy
const SPACES = /[ \t\r\n\u00a0]+/g;

const digits = (/** @type {number} */ bytes) => canonical.matching(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));

export const KEY_COPY = canonical.struct({
  tinnhiem: canonical.matching(/^key-copy$/),
  version: canonical.whole(1, 1),
  uuid: canonical.matching(/^[1-9A-HJ-NP-Za-km-z]{14,64}$/),
  index: canonical.whole(1, 100),
  opslimit: canonical.whole(1, 10),
  memlimit: canonical.whole(8 * canonical.MEBIBYTE, 1024 * canonical.MEBIBYTE),
  salt: digits(SALT_BYTES),
  nonce: digits(NONCE_BYTES),
  box: canonical.text,
  sum: canonical.text,
});

/** @typedef {canonical.ValueOf<typeof KEY_COPY>} KeyCopy */
/** @typedef {import("./ceremony.js").MemberSecret} MemberSecret */

/**
 * Return a passphrase as it is hashed. SECRET
 * @param {string} text as it was typed
 */
export function normalPassphrase(text) {
  return text.toLowerCase().normalize("NFC").replace(SPACES, " ").replace(/^ | $/g, "");
}

/**
 * Seal what a member of a conference keeps.
 * @param {Uint8Array} wasm vault.wasm
 * @param {MemberSecret} member SECRET
 * @param {string} passphrase SECRET
 * @param {{ uuid: string, opslimit?: number, memlimit?: number }} where
 * @returns {Promise<Uint8Array>} one line
 * @throws {BallotsError} weak_passphrase
 */
export async function makeKeyCopy(wasm, member, passphrase, where) {
  const bytes = utf8(normalPassphrase(passphrase));
  if (Array.from(normalPassphrase(passphrase)).length < SHORTEST) throw refused("weak_passphrase");
  const { uuid, opslimit = OPSLIMIT, memlimit = MEMLIMIT } = where;
  const index = Number(member.index);
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const copy = {
    tinnhiem: "key-copy",
    version: 1,
    ...{ uuid, index, opslimit, memlimit },
    ...{ salt: hex(salt), nonce: hex(nonce), box: "", sum: "" },
  };
  const ad = canonical.encode(KEY_COPY, copy);
  const file = makeMemberFile(member);
  try {
    const sealing = { passphrase: bytes, salt, nonce, opslimit, memlimit, ad };
    copy.box = padded(await seal(wasm, file, sealing));
  } finally {
    wipe(bytes, file);
  }
  return utf8(`${KEY_COPY.write({ ...copy, sum: sumOf(copy) })}\n`);
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
  boxOf(copy);
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
  try {
    const bytes = parseBase64(box, "key_malformed");
    if (bytes.length > TAG_BYTES) return bytes;
  } catch (error) {
    if (!(error instanceof LogRefused)) throw error;
  }
  throw refused("copy_damaged", "box");
}

/** @param {string} text */
function bytesOf(text) {
  return Uint8Array.from({ length: text.length / 2 }, (_, at) =>
    parseInt(text.slice(2 * at, 2 * at + 2), 16),
  );
}

/**
 * Open a saved copy. SECRET
 * @param {Uint8Array} wasm vault.wasm
 * @param {KeyCopy} copy as parseKeyCopy read it
 * @param {string} passphrase SECRET
 * @returns {Promise<MemberSecret>}
 * @throws {BallotsError} wrong_passphrase; not_key_copy: something else lies in it
 */
export async function openKeyCopy(wasm, copy, passphrase) {
  const { opslimit, memlimit } = copy;
  const ad = canonical.encode(KEY_COPY, { ...copy, box: "", sum: "" });
  const bytes = utf8(normalPassphrase(passphrase));
  const sealing = { passphrase: bytes, opslimit, memlimit, ad };
  try {
    const found = await open(wasm, boxOf(copy), {
      ...sealing,
      salt: bytesOf(copy.salt),
      nonce: bytesOf(copy.nonce),
    });
    if (found === null) throw refused("wrong_passphrase");
    return readMember(found, copy);
  } finally {
    wipe(bytes);
  }
}

/**
 * Read what was in the box, and overwrite it.
 * @param {Uint8Array} file SECRET
 * @param {KeyCopy} copy
 */
function readMember(file, { index }) {
  try {
    const member = parseMemberFile(file);
    if (member.index === BigInt(index)) return member;
  } catch (error) {
    if (!(error instanceof BallotsError)) throw error;
  } finally {
    wipe(file);
  }
  throw refused("not_key_copy", "content");
}
