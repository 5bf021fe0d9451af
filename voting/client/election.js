/**
 * The election structure (spec 4.10): what is asked, under which key; its bytes are its identity;
 * twin of ballots/election.py.
 */

import * as canonical from "./canonical.js";
import { BallotsError } from "./errors.js";
import { NAME, parseElement } from "./group.js";
import { sha256B64, sha256Hex } from "./hashing.js";
import { MAX_QUESTIONS, QUESTION, checkQuestion } from "./questions.js";

export const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const UUID = /^[1-9A-HJ-NP-Za-km-z]{14,64}$/;
const OTHER_GROUP = "BELENIOS-2048"; // of the specification, but not for browsers

/** election of the specification, fields in its order. */
export const ELECTION = canonical.struct({
  version: canonical.integer,
  description: canonical.text,
  name: canonical.text,
  group: canonical.text,
  public_key: canonical.text,
  questions: canonical.list(QUESTION),
  uuid: canonical.text,
  administrator: canonical.optional(canonical.text),
  credential_authority: canonical.optional(canonical.text),
});

/** @typedef {canonical.ValueOf<typeof ELECTION>} ElectionMessage */

/**
 * A checked election: its message, its exact bytes and what follows from them.
 * @typedef {object} Election
 * @property {ElectionMessage} message
 * @property {Uint8Array} bytes
 * @property {string} uuid
 * @property {import("./questions.js").Question[]} questions
 * @property {import("./group.js").Element} publicKey
 * @property {string} fingerprint Base64 of the SHA-256 of the bytes, without padding
 * @property {string} digest the same in hexadecimal digits
 */

/**
 * Read an election's canonical bytes.
 * @param {Uint8Array} data
 * @returns {Election}
 * @throws {BallotsError} as `decode`; unknown_group (here: anything but Ed25519);
 *   unsupported_question; bad_election naming the field; not_canonical, not_in_group
 */
export function parseElection(data) {
  const message = readMessage(data);
  check(message);
  if (message.group !== NAME) {
    const detail = message.group === OTHER_GROUP ? "group without browser code" : "group";
    throw new BallotsError("unknown_group", detail);
  }
  return {
    message,
    bytes: data,
    uuid: message.uuid,
    questions: message.questions,
    publicKey: parseElement(message.public_key),
    fingerprint: sha256B64(data),
    digest: sha256Hex(data),
  };
}

/** @param {Uint8Array} data */
function readMessage(data) {
  try {
    return canonical.decode(data, ELECTION, 4 * canonical.MEBIBYTE);
  } catch (error) {
    const isMalformed = error instanceof BallotsError && error.refusal === "malformed";
    if (isMalformed && new TextDecoder().decode(data).includes('"type":"')) {
      throw new BallotsError("unsupported_question", error.detail);
    }
    throw error;
  }
}

/** @param {ElectionMessage} message */
function check(message) {
  if (message.version !== 1) throw new BallotsError("bad_election", "version");
  if (!UUID.test(message.uuid)) throw new BallotsError("bad_election", "uuid");
  const count = message.questions.length;
  if (count < 1 || count > MAX_QUESTIONS) {
    throw new BallotsError("bad_election", "number of questions");
  }
  message.questions.forEach((question, index) => checkQuestion(question, index + 1));
}
