/** Checks 17 to 22: encrypted tally, partial decryptions, result; twin of audit/checks/tally.py. */

import { BallotsError } from "../../ballots/errors.js";
import { reduce } from "../../ballots/group.js";
import { decrypted, verifyPartialDecryption } from "../../ballots/tally.js";
import { keyOf, suffice } from "../../ballots/trustees.js";
import { Blocked, NotReached, finding, refusalFound } from "../findings.js";
import { attempted } from "../record.js";
import { totalWeight } from "../survey.js";
import { checkOf, locate, located } from "./ballots.js";
import { surveyed } from "./subject.js";

/** @typedef {import("../findings.js").Finding} Finding */
/** @typedef {import("../survey.js").Survey} Survey */
/** @typedef {import("./subject.js").Run} Run */
/** @typedef {import("./subject.js").Subject} Subject */

const MOST_BITS = 4096;

/** Check 17: number and weight of the tallied ballots are those of the ballots that count. @type {Run} */
export function checkTallySize(subject) {
  const { sized } = subject.structures;
  const error = sized.tried();
  if (error !== null) return [refusalFound(error, sized.entry)];
  const { num_tallied: number, total_weight: weight } = sized.get();
  const survey = surveyed(subject);
  needAllBallots(subject);
  /** @type {["num_tallied" | "total_weight", bigint, number][]} */
  const claims = [
    ["num_tallied", number, survey.counted.size],
    ["total_weight", weight, totalWeight(survey)],
  ];
  return claims
    .filter(([, said, right]) => said !== BigInt(right))
    .map(([code, said, right]) => {
      return finding(code, { entry: sized.entry, values: { said: `${said}`, right: `${right}` } });
    });
}

/** Check 18: the encrypted tally is the product of the ballots that count, with weights. @type {Run} */
export function checkTally(subject) {
  const { tally, election } = subject.structures;
  const error = tally.tried();
  if (error !== null) return [located(subject, refusalFound(error, tally.entry))];
  const said = tally.get();
  const survey = surveyed(subject);
  const { group } = election.get();
  needAllBallots(subject);
  if (survey.uncountable.length) throw new Blocked(blameOf(survey));
  const right = survey.sum.rows();
  return said.flatMap((row, at) => {
    const isRight = row.every(
      ({ alpha, beta }, j) =>
        group.isSame(alpha, right[at][j].alpha) && group.isSame(beta, right[at][j].beta),
    );
    return isRight ? [] : [locate(subject, finding("tally", { entry: tally.entry }), at + 1)];
  });
}

/** Check 19: each partial decryption belongs to a trustee, and each trustee gives one. @type {Run} */
export function checkDecryptionOwners(subject) {
  needDecryptions(subject);
  const { count } = subject.structures.trustees.get();
  /** @type {Finding[]} */
  const found = [];
  const seen = new Set();
  for (const { entry, owned } of subject.structures.decryptions) {
    if (owned.error !== null) found.push(refusalFound(owned.error, entry.index));
    if (owned.value === null) continue; // refused, or its payload is missing (check 5)
    const { owner } = owned.value;
    const where = { entry: entry.index, values: { owner: `${owner}` } };
    if (owner < 1n || owner > BigInt(count)) found.push(finding("owner", where));
    else if (seen.has(owner)) found.push(finding("repeated_owner", where));
    seen.add(owner);
  }
  return found;
}

/**
 * Check 20: every factor of every partial decryption is proved for its owner's key.
 * @param {Subject} subject
 */
export async function checkDecryptionProofs(subject) {
  needDecryptions(subject);
  const { record, structures, factors } = subject;
  const election = structures.election.get();
  const trustees = structures.trustees.get();
  const tally = structures.tally.get();
  /** @type {Finding[]} */
  const found = [];
  for (const { entry, owned } of structures.decryptions) {
    const member = owned.value === null ? null : record.data(owned.value.payload);
    const owner = owned.value === null ? 0 : Number(owned.value.owner);
    if (member === null || owner < 1 || owner > trustees.count) continue; // checks 5 and 19
    const data = await record.content(member);
    const key = keyOf(trustees, owner);
    const read = attempted(() => verifyPartialDecryption(data, tally, key, election));
    if (read instanceof BallotsError) {
      const one = refusalFound(read, entry.index);
      one.values.owner = String(owner);
      found.push(located(subject, one));
    } else if (!factors.has(owner)) {
      factors.set(owner, read);
    }
  }
  return found;
}

/** Check 21: where there is a result, enough trustees of every item have decrypted. @type {Run} */
export function checkEnoughDecryptions(subject) {
  const entry = needResult(subject);
  const trustees = subject.structures.trustees.get();
  if (suffice(trustees, ownersOf(subject))) return [];
  // If one is unreadable, nobody knows whose it is.
  for (const { owned } of subject.structures.decryptions) owned.get();
  return [finding("too_few_decryptions", { entry })];
}

/** Check 22: the result is what the partial decryptions open, and its numbers are possible. @type {Run} */
export function checkResult(subject) {
  needResult(subject);
  const { structures, factors } = subject;
  const { entry } = structures.result;
  const error = structures.result.tried();
  if (error !== null) return [refusalFound(error, entry)];
  const result = structures.result.get();
  const { group } = structures.election.get();
  const tally = structures.tally.get();
  const isShaped = result.length === tally.length && result.every((r, i) => r.length === tally[i].length);
  if (!isShaped) return [finding("result_shape", { entry })];
  const found = checkPossible(subject, result);
  const trustees = structures.trustees.get();
  if (!suffice(trustees, new Set(factors.keys()))) {
    if (found.length) return found;
    const isEnough = suffice(trustees, ownersOf(subject));
    throw new Blocked(isEnough ? "decryption_proofs" : "enough_decryptions");
  }
  const powers = decrypted(trustees, factors, tally, group);
  result.forEach((counts, i) =>
    counts.forEach((count, j) => {
      if (!group.isSame(group.powerG(reduce(group, count)), powers[i][j])) {
        const values = { answer: answerText(subject, i, j), said: `${count}` };
        found.push(locate(subject, finding("result_value", { entry, values }), i + 1));
      }
    }),
  );
  return found;
}

/**
 * Compare a result with the weight of all ballots and with min and max of each question.
 * @param {Subject} subject
 * @param {bigint[][]} result
 */
function checkPossible(subject, result) {
  const weight = weightOf(subject);
  const { entry } = subject.structures.result;
  /** @type {Finding[]} */
  const found = [];
  subject.structures.election.get().questions.forEach((question, i) => {
    result[i].forEach((count, j) => {
      if (count >= 0n && count <= weight) return;
      const values = { answer: answerText(subject, i, j), said: `${count}` };
      found.push(locate(subject, finding("result_range", { entry, values }), i + 1));
    });
    const filled = weight - (question.blank ? result[i][0] : 0n);
    const marks = result[i].slice(Number(question.blank)).reduce((sum, one) => sum + one, 0n);
    if (BigInt(question.min) * filled > marks || marks > BigInt(question.max) * filled) {
      const values = { said: written(marks), weight: written(filled) };
      found.push(locate(subject, finding("result_sum", { entry, values }), i + 1));
    }
  });
  return found;
}

/**
 * Write a number; of one far beyond any count only the size.
 * @param {bigint} number
 */
function written(number) {
  const bits = (number < 0n ? -number : number).toString(2).length;
  return bits <= MOST_BITS ? `${number}` : `2^${bits}`;
}

/**
 * Return the weight of all ballots that count; what the record says if that is not known.
 * @param {Subject} subject
 */
function weightOf(subject) {
  try {
    needAllBallots(subject);
  } catch (error) {
    if (!(error instanceof Blocked)) throw error;
    return subject.structures.sized.get().total_weight;
  }
  return BigInt(totalWeight(surveyed(subject)));
}

/**
 * Return the check that reports why a ballot cannot be added up.
 * @param {Survey} survey
 */
function blameOf({ uncountable, faults }) {
  const fault = faults.find(({ entry }) => entry === uncountable[0]);
  return fault === undefined ? "ballot_form" : checkOf(fault);
}

/**
 * Return the trustees of whom there is a partial decryption, right or wrong.
 * @param {Subject} subject
 */
function ownersOf({ structures }) {
  const values = structures.decryptions.map(({ owned }) => owned.value);
  return new Set(values.flatMap((value) => (value === null ? [] : [Number(value.owner)])));
}

/**
 * Return the text of an answer; of a blank vote, ∅.
 * @param {Subject} subject
 * @param {number} question from 0
 * @param {number} answer from 0
 */
function answerText({ structures }, question, answer) {
  const asked = structures.election.get().questions[question];
  const place = answer - Number(asked.blank);
  return place < 0 ? "∅" : asked.answers[place];
}

/**
 * Throw Blocked if it is not known which ballots count.
 * @param {Subject} subject
 */
function needAllBallots(subject) {
  subject.structures.credentials.get();
  const { record } = subject;
  if (record.ballots.length !== record.ofType("Ballot").length) throw new Blocked("references");
  if (surveyed(subject).unreadable.length) throw new Blocked("ballot_form");
}

/**
 * Throw NotReached if there is neither a partial decryption nor a result yet.
 * @param {Subject} subject
 */
function needDecryptions(subject) {
  if (!subject.structures.decryptions.length) needResult(subject);
}

/**
 * Return the entry of the result. Throws NotReached if there is none yet.
 * @param {Subject} subject
 */
function needResult({ record }) {
  const [entry] = record.ofType("Result");
  if (entry === undefined) throw new NotReached();
  return entry.index;
}
