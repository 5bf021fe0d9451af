/** Checks 11 to 16: every ballot, from its form to its proofs, and repeats; twin of audit/checks/ballots.py. */

import { base64 } from "../../ballots/hashing.js";
import { finding, refusalFound } from "../findings.js";
import { surveyed } from "./subject.js";

/** @typedef {import("../findings.js").CheckName} CheckName */
/** @typedef {import("../findings.js").Finding} Finding */
/** @typedef {import("../survey.js").BallotFault} BallotFault */
/** @typedef {import("./subject.js").Run} Run */
/** @typedef {import("./subject.js").Subject} Subject */

/** @type {Record<string, CheckName>} */
const CHECK_OF = {
  wrong_election: "ballot_election",
  bad_signature: "ballot_signature",
  invalid_proof: "ballot_proofs",
};
const QUESTION = /^question ([0-9]+)(?:: )?(.*)$/;

/** Check 11: each ballot is canonical and of the right shape, every element in the group. @type {Run} */
export function checkBallotForm(subject) {
  return faults(subject, "ballot_form");
}

/** Check 12: each ballot names this election and its fingerprint. @type {Run} */
export function checkBallotElection(subject) {
  return faults(subject, "ballot_election");
}

/** Check 13: each ballot's public credential is on the list. @type {Run} */
export function checkBallotCredential(subject) {
  const { unlisted } = surveyed(subject);
  subject.structures.credentials.get();
  return unlisted.map(({ entry, digest }) =>
    finding("unlisted_credential", { entry, tracker: trackerOfDigest(digest) }),
  );
}

/** Check 14: each ballot is signed by its credential. @type {Run} */
export function checkBallotSignature(subject) {
  return faults(subject, "ballot_signature");
}

/** Check 15: the individual, overall and blank proofs of each ballot hold. @type {Run} */
export function checkBallotProofs(subject) {
  return faults(subject, "ballot_proofs");
}

/** Check 16: no ballot is there twice, none has a ciphertext of another credential's ballot. @type {Run} */
export function checkRepeats(subject) {
  const found = [];
  /** @type {Map<string, number>} */
  const first = new Map();
  for (const { entry, member } of subject.record.ballots) {
    const earlier = first.get(member.name);
    if (earlier === undefined) first.set(member.name, entry.index);
    else found.push(repeat("repeated_ballot", entry.index, member.digest, earlier));
  }
  for (const { entry, digest, question, firstEntry } of surveyed(subject).repeats) {
    const one = repeat("repeated_ciphertext", entry, digest, firstEntry);
    found.push(locate(subject, one, question));
  }
  return found;
}

/**
 * Return the check under which what `ballots` refused of a ballot stands.
 * @param {BallotFault} fault
 * @returns {CheckName}
 */
export function checkOf({ refusal }) {
  return CHECK_OF[refusal] || "ballot_form";
}

/**
 * Return the tracker of a ballot whose SHA-256 is given in hex.
 * @param {string} digest
 */
export function trackerOfDigest(digest) {
  const bytes = new Uint8Array(32);
  bytes.forEach((_, at) => (bytes[at] = parseInt(digest.slice(2 * at, 2 * at + 2), 16)));
  return base64(bytes);
}

/**
 * Add the number of a question, and its text, to a finding.
 * @param {Subject} subject
 * @param {Finding} found
 * @param {number} question
 * @returns {Finding}
 */
export function locate({ structures }, found, question) {
  const asked = structures.election.get().questions[question - 1];
  return { ...found, question, person: asked === undefined ? null : asked.question };
}

/**
 * Move the number of the question from the detail of a refusal to its place.
 * @param {Subject} subject
 * @param {Finding} found
 * @returns {Finding}
 */
export function located(subject, found) {
  const match = QUESTION.exec(found.values.detail || "");
  if (match === null) return found;
  const rest = { ...found, values: { ...found.values, detail: match[2] } };
  return locate(subject, rest, Number(match[1]));
}

/**
 * @param {Subject} subject
 * @param {CheckName} check
 */
function faults(subject, check) {
  return surveyed(subject)
    .faults.filter((fault) => checkOf(fault) === check)
    .map((fault) => {
      const tracker = trackerOfDigest(fault.digest);
      return located(subject, { ...refusalFound(fault, fault.entry), tracker });
    });
}

/**
 * @param {"repeated_ballot" | "repeated_ciphertext"} code
 * @param {number} entry
 * @param {string} digest
 * @param {number} earlier
 */
function repeat(code, entry, digest, earlier) {
  const tracker = trackerOfDigest(digest);
  return finding(code, { entry, tracker, values: { earlier: String(earlier) } });
}
