/** Ballots (spec 4.16, 4.17): parse and verify, in any group; twin of ballots/ballot.py. */

import * as canonical from "./canonical.js";
import { ANSWER, verifyAnswers } from "./encryption.js";
import { BallotsError, detailing, naming, refused } from "./errors.js";
import { parseElement } from "./group.js";
import { sha256B64 } from "./hashing.js";
import { PROOF, verifyKnowledge } from "./proofs.js";
import { choiceCount } from "./questions.js";

/** @typedef {import("./election.js").Election} Election */

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

/** @typedef {canonical.ValueOf<typeof BALLOT>} Ballot */

/**
 * Return an upper bound, in bytes, of a ballot of this election.
 * @param {Election} election
 */
export function maxBallotSize(election) {
  const element = election.group.elementBytes;
  let size = 1000 + election.uuid.length + element;
  for (const question of election.questions) {
    const ciphertexts = choiceCount(question);
    const own = question.max - question.min + 1 + 3 * Number(question.blank);
    const branches = 2 * ciphertexts + own;
    size += ciphertexts * (2 * element + 30) + branches * PROOF_BYTES + 200;
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
  return canonical.decode(data, BALLOT, maxBallotSize(election));
}

/**
 * Verify that ballots are well formed, proved and signed for this election (spec 4.17), together,
 * which is faster than one by one.
 * @param {Ballot[]} ballots
 * @param {Election} election
 * @returns {(BallotsError | null)[]} of each the first reason found, cheapest check first; its
 *   detail names the question by number
 */
export function verifyBallots(ballots, election) {
  const errors = ballots.map((ballot) => refusalOf(() => verifySigned(ballot, election)));
  const signed = ballots.filter((_, place) => errors[place] === null);
  const asked = signed.flatMap((ballot) => askedOf(ballot, election));
  if (refusalOf(() => verifyAnswers(asked, election)) === null) return errors;
  // Somewhere: find out where, an answer at a time.
  return ballots.map((ballot, place) => errors[place] || firstFault(ballot, election));
}

/**
 * @param {Ballot} ballot
 * @param {Election} election
 */
function firstFault(ballot, election) {
  return refusalOf(() => {
    askedOf(ballot, election).forEach((one, index) => {
      naming(`question ${index + 1}`, () => verifyAnswers([one], election));
    });
  });
}

/**
 * @param {() => void} work
 * @returns {BallotsError | null}
 */
function refusalOf(work) {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof BallotsError) return error;
    throw error;
  }
}

/**
 * @param {Ballot} ballot
 * @param {Election} election
 */
function askedOf({ answers, credential }, { fingerprint, questions }) {
  const context = `${fingerprint}|${credential}`;
  return answers.map((answer, index) => ({ answer, question: questions[index], context }));
}

/**
 * Verify what is cheap: whose ballot it is, for which election, signed.
 * @param {Ballot} ballot
 * @param {Election} election
 * @throws {BallotsError}
 */
function verifySigned(ballot, election) {
  if (ballot.election_uuid !== election.uuid || ballot.election_hash !== election.fingerprint) {
    throw refused("wrong_election");
  }
  if (ballot.answers.length !== election.questions.length) {
    throw refused("wrong_shape", "number of answers");
  }
  verifySignature(ballot, election);
}

/**
 * @param {Ballot} ballot
 * @param {Election} election
 */
function verifySignature({ signature, ...unsigned }, { group }) {
  const hash = sha256B64(canonical.encode(UNSIGNED, unsigned));
  if (signature.hash !== hash) throw refused("bad_signature", "hash");
  detailing(
    () => {
      const key = parseElement(group, unsigned.credential);
      verifyKnowledge(group, key, signature.proof, "sig", hash);
    },
    () => "signature",
    (refusal) => (refusal === "invalid_proof" ? "bad_signature" : refusal),
  );
}
