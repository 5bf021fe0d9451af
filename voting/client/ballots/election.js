/**
 * The election structure (spec 4.10): what is asked, under which key; twin of ballots/election.py.
 */

import * as canonical from "./canonical.js";
import { BallotsError, refused } from "./errors.js";
import { groupNamed, parseElement } from "./group.js";
import { sha256B64 } from "./hashing.js";
import { MAX_QUESTIONS, QUESTION, readQuestion } from "./questions.js";

const UUID = /^[1-9A-HJ-NP-Za-km-z]{14,64}$/;

/** election of the specification, fields in its order. */
const ELECTION = canonical.struct(
  {
    version: canonical.integer,
    description: canonical.text,
    name: canonical.text,
    group: canonical.text,
    public_key: canonical.text,
    questions: canonical.list(QUESTION),
    uuid: canonical.text,
    administrator: canonical.optional(canonical.text),
    credential_authority: canonical.optional(canonical.text),
  },
  { missing: ["administrator", "credential_authority"] },
);

/**
 * A checked election and what follows from its bytes.
 * @typedef {object} Election
 * @property {string} name
 * @property {string} description
 * @property {string} uuid
 * @property {import("./group.js").Group} group
 * @property {import("./group.js").Element} publicKey
 * @property {import("./questions.js").Question[]} questions
 * @property {string} fingerprint Base64 of the SHA-256 of the bytes, without padding
 * @property {Uint8Array} bytes
 */

/**
 * Read an election's canonical bytes.
 * @param {Uint8Array} data
 * @returns {Election}
 * @throws {BallotsError} as `decode`; unknown_group; unsupported_question; bad_election naming the
 *   field; not_canonical, not_in_group
 */
export function parseElection(data) {
  const message = readMessage(data);
  if (message.version !== 1n) throw refused("bad_election", "version");
  if (!UUID.test(message.uuid)) throw refused("bad_election", "uuid");
  const count = message.questions.length;
  if (count < 1 || count > MAX_QUESTIONS) throw refused("bad_election", "number of questions");
  const questions = message.questions.map((one, index) => readQuestion(one, index + 1));
  const group = groupNamed(message.group);
  return {
    name: message.name,
    description: message.description,
    uuid: message.uuid,
    group,
    publicKey: parseElement(group, message.public_key),
    questions,
    fingerprint: sha256B64(data),
    bytes: data,
  };
}

/** @param {Uint8Array} data */
function readMessage(data) {
  try {
    return canonical.decode(data, ELECTION, 4 * canonical.MEBIBYTE);
  } catch (error) {
    const isMalformed = error instanceof BallotsError && error.refusal === "malformed";
    if (isMalformed && new TextDecoder("latin1").decode(data).includes('"type":"')) {
      throw refused("unsupported_question", error.detail);
    }
    throw error;
  }
}
