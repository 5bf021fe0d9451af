/**
 * Ballots (spec 4.16, 4.17): put rows together, sign, parse, verify; the tracker; twin of
 * ballots/ballot.py.
 *
 * The signature is over the SHA-256 (Base64 without padding) of the ballot without its signature;
 * the tracker is the same hash of the whole ballot.
 */

import * as canonical from "./canonical.js";
import { secretExponent } from "./credentials.js";
import { ANSWER, encryptRow, verifyRow } from "./encryption.js";
import { BallotsError, located } from "./errors.js";
import { elementText, parseElement, powerG, randomScalar, wipe } from "./group.js";
import { sha256B64 } from "./hashing.js";
import { PROOF, proveKnowledge, verifyKnowledge } from "./proofs.js";
import { allowsBlank, choiceCount, plaintexts } from "./questions.js";

/** @typedef {import("./election.js").Election} Election */
/** @typedef {import("./encryption.js").Answer} Answer */
/** @typedef {import("./group.js").Scalar} Scalar */

const ELEMENT_BYTES = 64;
const PROOF_BYTES = 2 * 77 + '{"challenge":"","response":""},'.length;

const UNSIGNED_FIELDS = {
  election_uuid: canonical.text,
  election_hash: canonical.text,
  credential: canonical.text,
  answers: canonical.list(ANSWER),
};

/** A ballot without its signature: what the signature's hash is computed from. */
const UNSIGNED = canonical.struct(UNSIGNED_FIELDS);

/** ballot of the specification. */
const BALLOT = canonical.struct({
  ...UNSIGNED_FIELDS,
  signature: canonical.struct({ hash: canonical.text, proof: PROOF }),
});

/** @typedef {canonical.ValueOf<typeof UNSIGNED>} UnsignedBallot */
/** @typedef {canonical.ValueOf<typeof BALLOT>} BallotMessage */

/**
 * A ballot in canonical form, read but not verified.
 * @typedef {{ message: BallotMessage, bytes: Uint8Array }} Ballot
 */

/**
 * Return the string S0 (spec 4.11) that every proof of a ballot is made for.
 * @param {Election} election
 * @param {string} credential the public credential
 */
export function contextOf(election, credential) {
  return `${election.fingerprint}|${credential}`;
}

/**
 * Put finished rows together; nothing is signed yet.
 * @param {Election} election
 * @param {string} credential the public credential
 * @param {Answer[]} answers
 * @returns {UnsignedBallot}
 */
export function assembleBallot(election, credential, answers) {
  return {
    election_uuid: election.uuid,
    election_hash: election.fingerprint,
    credential,
    answers,
  };
}

/**
 * Return the hash that the signature is made for: it settles the ballot, but allows nobody to cast.
 * @param {UnsignedBallot} unsigned
 */
export function hashOf(unsigned) {
  return sha256B64(canonical.encode(UNSIGNED, unsigned));
}

/**
 * Sign a ballot and return its bytes.
 * @param {UnsignedBallot} unsigned
 * @param {Scalar} secret the secret exponent of the credential
 * @param {import("./group.js").Draw} [draw]
 */
export function signBallot(unsigned, secret, draw = randomScalar) {
  const hash = hashOf(unsigned);
  const proof = proveKnowledge(secret, draw, "sig", hash);
  return canonical.encode(BALLOT, { ...unsigned, signature: { hash, proof } });
}

/**
 * Encrypt choices into a signed ballot, all at once.
 * @param {Election} election
 * @param {string} credential the private credential
 * @param {(readonly number[] | null)[]} choices for each question one 0 or 1 an answer, or null for
 *   a blank vote
 * @param {import("./group.js").Draw} [draw]
 * @throws {BallotsError} bad_choices
 */
export function makeBallot(election, credential, choices, draw = randomScalar) {
  if (choices.length !== election.questions.length) {
    throw new BallotsError("bad_choices", "one choice a question");
  }
  const secret = secretExponent(credential, election.uuid);
  const shown = elementText(powerG(secret));
  const context = contextOf(election, shown);
  const rows = election.questions.map((question, index) =>
    plaintexts(question, choices[index], index + 1),
  );
  const answers = election.questions.map((question, index) => {
    const { answer, randomness } = encryptRow(election, question, rows[index], context, draw);
    wipe(...randomness);
    return answer;
  });
  const bytes = signBallot(assembleBallot(election, shown, answers), secret, draw);
  wipe(secret);
  return bytes;
}

/**
 * Return the tracker of a ballot's bytes: Base64 of SHA-256, without padding.
 * @param {Uint8Array} data
 */
export function trackerOf(data) {
  return sha256B64(data);
}

/**
 * Return an upper bound, in bytes, of a ballot of this election.
 * @param {Election} election
 */
export function maxBallotSize(election) {
  let size = 1000 + election.uuid.length + ELEMENT_BYTES;
  for (const question of election.questions) {
    const ciphertexts = choiceCount(question);
    const own = question.max - question.min + 1 + 3 * Number(allowsBlank(question));
    const branches = 2 * ciphertexts + own;
    size += ciphertexts * (2 * ELEMENT_BYTES + 30) + branches * PROOF_BYTES + 200;
  }
  return size;
}

/**
 * Read a ballot's canonical bytes; no mathematics is done yet.
 * @param {Uint8Array} data
 * @param {Election} election
 * @returns {Ballot}
 * @throws {BallotsError} too_large, malformed, not_canonical
 */
export function parseBallot(data, election) {
  return { message: canonical.decode(data, BALLOT, maxBallotSize(election)), bytes: data };
}

/**
 * Write one row as it stands in the ballot.
 * @param {Answer} answer
 */
export function rowText(answer) {
  return canonical.encodeText(ANSWER, answer);
}

/**
 * Verify that a ballot is well formed, proved and signed for this election (spec 4.17).
 * @param {Ballot} ballot
 * @param {Election} election
 * @param {object} [known]
 * @param {{ has(credential: string): boolean }} [known.credentials] the public credentials that may
 *   vote; without it that test is left out
 * @param {(row: number, text: string, context: string) => boolean} [known.isVerified] tells that
 *   exactly this row was verified before, so that it need not be verified again
 * @throws {BallotsError} the first reason found, cheapest check first; its detail names the
 *   question by number
 */
export function verifyBallot(ballot, election, { credentials, isVerified } = {}) {
  const { message } = ballot;
  if (
    message.election_uuid !== election.uuid ||
    message.election_hash !== election.fingerprint
  ) {
    throw new BallotsError("wrong_election");
  }
  if (credentials !== undefined && !credentials.has(message.credential)) {
    throw new BallotsError("unknown_credential");
  }
  if (message.answers.length !== election.questions.length) {
    throw new BallotsError("wrong_shape", "number of answers");
  }
  verifySignature(message);
  const context = contextOf(election, message.credential);
  message.answers.forEach((answer, index) => {
    if (isVerified !== undefined && isVerified(index, rowText(answer), context)) return;
    try {
      verifyRow(answer, election.questions[index], election, context);
    } catch (error) {
      if (!(error instanceof BallotsError)) throw error;
      throw new BallotsError(error.refusal, located(index + 1, error.detail));
    }
  });
}

/** @param {BallotMessage} message */
function verifySignature(message) {
  const { signature, ...unsigned } = message;
  const hash = hashOf(unsigned);
  if (signature.hash !== hash) throw new BallotsError("bad_signature", "hash");
  try {
    verifyKnowledge(parseElement(message.credential), signature.proof, "sig", hash);
  } catch (error) {
    if (!(error instanceof BallotsError)) throw error;
    const refusal = error.refusal === "invalid_proof" ? "bad_signature" : error.refusal;
    throw new BallotsError(refusal, "signature");
  }
}
