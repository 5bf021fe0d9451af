/** Answers to homomorphic questions (spec 4.11.1), verified; twin of ballots/encryption.py. */

import * as canonical from "./canonical.js";
import { refused } from "./errors.js";
import {
  PROOF,
  disjunctionBranches,
  intervalCases,
  intervalPrefix,
  verifyDisjunction,
} from "./proofs.js";
import { choiceCount } from "./questions.js";

/** @typedef {import("./election.js").Election} Election */
/** @typedef {import("./group.js").Group} Group */
/** @typedef {import("./proofs.js").Statement} Statement */
/** @typedef {import("./questions.js").Question} Question */

/** An ElGamal pair, elements as texts (spec 4.3). */
export const CIPHERTEXT = canonical.struct({ alpha: canonical.text, beta: canonical.text });

/** answer_h of the specification. */
export const ANSWER = canonical.struct(
  {
    choices: canonical.list(CIPHERTEXT),
    individual_proofs: canonical.list(canonical.list(PROOF)),
    overall_proof: canonical.list(PROOF),
    blank_proof: canonical.optional(canonical.list(PROOF)),
  },
  { missing: ["blank_proof"] },
);

/** @typedef {canonical.ValueOf<typeof ANSWER>} Answer */

/**
 * Read the ciphertexts of an answer, group membership not yet tested.
 * @param {Answer} answer
 * @param {Question} question
 * @param {Group} group
 * @returns {Statement[]}
 * @throws {BallotsError} wrong_shape, not_canonical
 */
export function readStatements(answer, question, group) {
  const count = choiceCount(question);
  if (answer.choices.length !== count || answer.individual_proofs.length !== count) {
    throw refused("wrong_shape", "number of ciphertexts");
  }
  if (question.blank !== (answer.blank_proof !== undefined)) {
    throw refused("wrong_shape", "blank proof");
  }
  return answer.choices.map(({ alpha, beta }) => {
    return { alpha: group.rawElement(alpha), beta: group.rawElement(beta) };
  });
}

/**
 * An answer to verify; context: the string S0, fingerprint|public credential.
 * @typedef {{ answer: Answer, question: Question, context: string }} Asked
 */

/**
 * Verify the individual, overall and blank proofs of answers together; every ciphertext is tested
 * for group membership on the way. Which of them was refused is not said.
 * @param {Asked[]} asked
 * @param {Election} election
 * @throws {BallotsError} wrong_shape, not_canonical, not_in_group, invalid_proof
 */
export function verifyAnswers(asked, { group, publicKey }) {
  const claims = claimsOfAll(asked, group);
  const branches = claims.map(({ cases, proofs }) => disjunctionBranches(group, cases, proofs));
  const commitments = group.commitments(publicKey, branches.flat());
  let place = 0;
  claims.forEach(({ prefix }, index) => {
    const own = commitments.slice(place, place + branches[index].length);
    place += own.length;
    verifyDisjunction(group, branches[index], own, prefix);
  });
}

/**
 * @param {Asked[]} asked
 * @param {Group} group
 */
function claimsOfAll(asked, group) {
  const read = asked.map(({ answer, question }) => readStatements(answer, question, group));
  const lists = read.flatMap((statements, index) => {
    const counted = asked[index].question.blank ? statements.slice(1) : statements;
    return [counted.map((one) => one.alpha), counted.map((one) => one.beta)];
  });
  const products = group.products(lists);
  return asked.flatMap((one, index) => {
    const total = { alpha: products[2 * index], beta: products[2 * index + 1] };
    return claimsOf(one, read[index], total, group);
  });
}

/**
 * List the disjunctions to verify: the cases, the proofs, what the hash begins with.
 * @param {Asked} asked
 * @param {Statement[]} statements
 * @param {Statement} total
 * @param {Group} group
 */
function claimsOf({ answer, question, context }, statements, total, group) {
  const claims = statements.map((statement, index) => ({
    cases: intervalCases(statement, 0, 1),
    proofs: answer.individual_proofs[index],
    prefix: intervalPrefix(group, context, statement),
  }));
  const all = answer.choices.map(({ alpha, beta }) => `${alpha},${beta}`).join();
  const whole = `${context}|${all}`;
  const cases = intervalCases(total, question.min, question.max);
  const overall = answer.overall_proof;
  if (answer.blank_proof === undefined) {
    claims.push({ cases, proofs: overall, prefix: intervalPrefix(group, whole, total) });
    return claims;
  }
  const isBlank = { statement: statements[0], message: 1 };
  const either = [{ statement: statements[0], message: 0 }, { statement: total, message: 0 }];
  claims.push({ cases: [isBlank, ...cases], proofs: overall, prefix: `bproof1|${whole}` });
  claims.push({ cases: either, proofs: answer.blank_proof, prefix: `bproof0|${whole}` });
  return claims;
}
