/** Answers to homomorphic questions (spec 4.11.1), verified; twin of ballots/encryption.py. */

import * as canonical from "./canonical.js";
import { refused } from "./errors.js";
import { product } from "./group.js";
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
 * Verify the individual, overall and blank proofs of one answer; every ciphertext is tested for
 * group membership on the way.
 * @param {Answer} answer
 * @param {Question} question
 * @param {Election} election
 * @param {string} context the string S0, fingerprint|public credential
 * @throws {BallotsError} wrong_shape, not_canonical, not_in_group, invalid_proof
 */
export function verifyAnswer(answer, question, election, context) {
  const { group } = election;
  const claims = claimsOf(answer, question, group, context);
  const branches = claims.map(({ cases, proofs }) => disjunctionBranches(group, cases, proofs));
  const commitments = group.commitments(election.publicKey, branches.flat());
  claims.forEach(({ prefix }, index) => {
    const own = commitments.splice(0, branches[index].length);
    verifyDisjunction(group, branches[index], own, prefix);
  });
}

/**
 * List the disjunctions to verify: the cases, the proofs, what the hash begins with.
 * @param {Answer} answer
 * @param {Question} question
 * @param {Group} group
 * @param {string} context
 */
function claimsOf(answer, question, group, context) {
  const statements = readStatements(answer, question, group);
  const claims = statements.map((statement, index) => ({
    cases: intervalCases(statement, 0, 1),
    proofs: answer.individual_proofs[index],
    prefix: intervalPrefix(group, context, statement),
  }));
  const all = answer.choices.map(({ alpha, beta }) => `${alpha},${beta}`).join();
  const whole = `${context}|${all}`;
  const counted = question.blank ? statements.slice(1) : statements;
  const total = {
    alpha: product(group, counted.map((one) => one.alpha)),
    beta: product(group, counted.map((one) => one.beta)),
  };
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
