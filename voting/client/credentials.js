/**
 * Credentials (spec 4.8): what a person types or scans, and the key derived from it; twin of
 * ballots/credentials.py.
 *
 * A private credential is `XXXXX-XXXXXX-XXXXX-XXXXXX`, 22 base58 characters. Its public credential
 * is g^x with x = SHA-256(derive_credential|uuid|0|c) ‖ SHA-256(…|1|c) mod q.
 */

import { BASE58 } from "./election.js";
import { BallotsError } from "./errors.js";
import { elementText, powerG, scalarFromHash, wipe } from "./group.js";
import { sha256, utf8 } from "./hashing.js";

const GROUP_SIZES = [5, 6, 5, 6];
export const LENGTH = 22;
const LONGEST = 200;
const DASHES = "-‐‑‒–—−_.·"; // what phones and word processors make of a dash
// White space, control characters, and the invisible marks that phones put into pasted text.
const IGNORED = /[\s\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

/** Characters that are never in a credential, and those on the card that look like them. */
const LOOK_ALIKES = Object.freeze({ 0: "oQD", O: "oQD", I: "1iL", l: "1iL" });

/**
 * Where a typed credential is wrong, so that a page can point at it.
 * @typedef {object} CredentialFault
 * @property {number} found how many characters there were
 * @property {number} [place] the place of the wrong character, from 1
 * @property {number} [group] the group that it stands in on the card, from 1
 * @property {number} [placeInGroup] its place in that group, from 1
 * @property {"0" | "O" | "I" | "l"} [lookAlike] set if it is one of the four that are easily taken
 *   for another character
 * @property {string} [perhaps] the characters of a card that look like it
 */

/** What a person typed is not a credential; `fault` says where, and repeats nothing else. */
export class CredentialRefused extends BallotsError {
  /**
   * @param {string} detail
   * @param {CredentialFault} fault
   */
  constructor(detail, fault) {
    super("bad_credential", detail);
    this.fault = fault;
  }
}

/**
 * Read what a person typed: spaces, missing or other dashes and full-width forms are forgiven.
 *
 * Case matters in base58, and 0, O, I, l are never in a credential.
 * @param {string} typed
 * @throws {CredentialRefused}
 */
export function parseCredential(typed) {
  if (Array.from(typed).length > LONGEST) throw new CredentialRefused("length", { found: LONGEST });
  const letters = Array.from(typed.normalize("NFKC")).filter(
    (letter) => !IGNORED.test(letter) && !DASHES.includes(letter),
  );
  const wrong = letters.findIndex((letter) => !BASE58.includes(letter));
  if (wrong >= 0) {
    throw new CredentialRefused(`character ${wrong + 1}`, faultAt(wrong, letters));
  }
  if (letters.length !== LENGTH) {
    const detail = `${letters.length} of ${LENGTH} characters`;
    throw new CredentialRefused(detail, { found: letters.length });
  }
  return grouped(letters.join(""));
}

/**
 * @param {number} index of the wrong character, from 0
 * @param {string[]} letters
 * @returns {CredentialFault}
 */
function faultAt(index, letters) {
  /** @type {CredentialFault} */
  const fault = { found: letters.length, place: index + 1 };
  let start = 0;
  GROUP_SIZES.forEach((size, group) => {
    if (index >= start && index < start + size) {
      fault.group = group + 1;
      fault.placeInGroup = index - start + 1;
    }
    start += size;
  });
  if (letters[index] in LOOK_ALIKES) {
    const letter = /** @type {keyof typeof LOOK_ALIKES} */ (letters[index]);
    fault.lookAlike = /** @type {CredentialFault["lookAlike"]} */ (letter);
    fault.perhaps = LOOK_ALIKES[letter];
  }
  return fault;
}

/**
 * Say where a typed credential is wrong and what to look for on the card.
 * @param {CredentialFault} fault
 * @returns {import("./errors.js").Sentence}
 */
export function faultSentence({ found, place, group, placeInGroup, lookAlike, perhaps }) {
  if (place === undefined) {
    return {
      vi: `Mã thẻ có ${LENGTH} ký tự, ở đây có ${found}. Hãy so từng nhóm ký tự với thẻ.`,
      en: `A card code has ${LENGTH} characters, here there are ${found}. Compare each group with the card.`,
    };
  }
  const vi = `Ký tự thứ ${place}${group ? ` (ký tự ${placeInGroup} của nhóm ${group})` : ""}`;
  const en = `Character ${place}${group ? ` (number ${placeInGroup} of group ${group})` : ""}`;
  if (lookAlike === undefined || perhaps === undefined) {
    return {
      vi: `${vi} không phải là ký tự của mã thẻ. Hãy so lại với thẻ.`,
      en: `${en} is not one that a card code has. Compare it with the card.`,
    };
  }
  const others = Array.from(perhaps).join(", ");
  return {
    vi: `${vi} không thể là ${lookAlike}: mã thẻ không dùng số 0, chữ O hoa, chữ I hoa và chữ l thường. Trên thẻ có thể là ${others}.`,
    en: `${en} cannot be ${lookAlike}: card codes have no digit 0, capital O, capital I or small l. On the card it may be ${others}.`,
  };
}

/** @param {string} letters */
function grouped(letters) {
  let start = 0;
  return GROUP_SIZES.map((size) => letters.slice(start, (start += size))).join("-");
}

/**
 * Derive the secret exponent x of a private credential for one election (spec 4.8).
 * @param {string} credential
 * @param {string} uuid
 */
export function secretExponent(credential, uuid) {
  const both = new Uint8Array(64);
  for (const index of [0, 1]) {
    const hashed = utf8(`derive_credential|${uuid}|${index}|${credential}`);
    const half = sha256(hashed);
    both.set(half, 32 * index);
    wipe(hashed, half);
  }
  const exponent = scalarFromHash(both);
  wipe(both);
  return exponent;
}

/**
 * Return the public credential g^x as the specification writes it.
 * @param {string} credential
 * @param {string} uuid
 */
export function publicCredential(credential, uuid) {
  const secret = secretExponent(credential, uuid);
  const text = elementText(powerG(secret));
  wipe(secret);
  return text;
}
