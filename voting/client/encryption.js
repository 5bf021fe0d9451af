/**
 * Answers to homomorphic questions (spec 4.11.1): encrypt a row with its proofs, verify a row; twin
 * of ballots/encryption.py.
 *
 * A row is independent of every other row, so a page can encrypt while the person is choosing. With
 * three answers it costs 11 powers of the election key and 19 of the generator.
 */

import * as canonical from "./canonical.js";
import { BallotsError } from "./errors.js";
import * as group from "./group.js";
import {
  PROOF,
  disjunctionBranches,
  interval,
  intervalPrefix,
  proveDisjunction,
  verifyDisjunction,
} from "./proofs.js";
import { allowsBlank, choiceCount } from "./questions.js";

/** @typedef {import("./election.js").Election} Election */
/** @typedef {import("./proofs.js").Case} Case */
/** @typedef {import("./proofs.js").Proof} Proof */
/** @typedef {import("./proofs.js").Sealed} Sealed */
/** @typedef {import("./proofs.js").Statement} Statement */
/** @typedef {import("./questions.js").Question} Question */

/** An ElGamal pair, elements as texts (spec 4.3). */
const CIPHERTEXT = canonical.struct({ alpha: canonical.text, beta: canonical.text });

/** answer_h of the specification. */
export const ANSWER = canonical.struct({
  choices: canonical.list(CIPHERTEXT),
  individual_proofs: canonical.list(canonical.list(PROOF)),
  overall_proof: canonical.list(PROOF),
  blank_proof: canonical.optional(canonical.list(PROOF)),
});

/** @typedef {canonical.ValueOf<typeof ANSWER>} Answer */

/**
 * A finished row and what opens it: `randomness` is secret as long as the row may be cast.
 * @typedef {object} EncryptedRow
 * @property {Answer} answer
 * @property {group.Scalar[]} randomness one scalar a ciphertext
 */

/**
 * Encrypt the 0/1 plaintexts of one question and prove that they keep its rules.
 * @param {Election} election
 * @param {Question} question
 * @param {readonly number[]} plaintexts as `questions.plaintexts` gives them
 * @param {string} context the string S0, fingerprint|public credential (spec 4.11)
 * @param {group.Draw} draw
 * @returns {EncryptedRow}
 */
export function encryptRow(election, question, plaintexts, context, draw) {
  const key = election.publicKey;
  const sealed = plaintexts.map((plaintext) => seal(key, plaintext, draw));
  const choices = sealed.map(({ statement }) => ({
    alpha: group.elementText(statement.alpha),
    beta: group.elementText(statement.beta),
  }));
  const individual = sealed.map((one) => proveBit(key, one, context, draw));
  const whole = fullContext(context, choices);
  const answer = { choices, individual_proofs: individual };
  const proofs = allowsBlank(question)
    ? proveBlank(key, question, sealed, whole, draw)
    : { overall_proof: proveOverall(key, question, sealed, whole, draw), blank_proof: undefined };
  return { answer: { ...answer, ...proofs }, randomness: sealed.map((one) => one.randomness) };
}

/**
 * @param {group.Element} key
 * @param {number} plaintext
 * @param {group.Draw} draw
 * @returns {Sealed}
 */
function seal(key, plaintext, draw) {
  const randomness = draw();
  const [alpha, ...betas] = group.sealingPowers(key, randomness);
  return { statement: { alpha, beta: betas[plaintext] }, randomness, plaintext };
}

/**
 * @param {Sealed[]} sealed
 * @returns {Sealed}
 */
function sum(sealed) {
  return {
    statement: {
      alpha: group.product(sealed.map((one) => one.statement.alpha)),
      beta: group.product(sealed.map((one) => one.statement.beta)),
    },
    randomness: sealed.map((one) => one.randomness).reduce(group.addScalars),
    plaintext: sealed.reduce((total, one) => total + one.plaintext, 0),
  };
}

/**
 * @param {group.Element} key
 * @param {Sealed} sealed
 * @param {string} context
 * @param {group.Draw} draw
 */
function proveBit(key, sealed, context, draw) {
  const cases = [0, 1].map((message) => ({ sealed, message }));
  const prefix = intervalPrefix(context, sealed.statement);
  return proveDisjunction(key, cases, sealed.plaintext, prefix, draw);
}

/**
 * @param {group.Element} key
 * @param {Question} question
 * @param {Sealed[]} sealed
 * @param {string} whole
 * @param {group.Draw} draw
 */
function proveOverall(key, question, sealed, whole, draw) {
  const total = sum(sealed);
  const cases = interval(question.min, question.max).map((message) => ({ sealed: total, message }));
  const prefix = intervalPrefix(whole, total.statement);
  return proveDisjunction(key, cases, total.plaintext - question.min, prefix, draw);
}

/**
 * Return the blank proof and the overall proof of spec 4.13.
 * @param {group.Element} key
 * @param {Question} question
 * @param {Sealed[]} sealed
 * @param {string} whole
 * @param {group.Draw} draw
 */
function proveBlank(key, question, sealed, whole, draw) {
  const blank = sealed[0];
  const total = sum(sealed.slice(1));
  const chosen = [1 + total.plaintext - question.min, 0][blank.plaintext];
  const either = [
    { sealed: blank, message: 0 },
    { sealed: total, message: 0 },
  ];
  const cases = [
    { sealed: blank, message: 1 },
    ...interval(question.min, question.max).map((message) => ({ sealed: total, message })),
  ];
  const blankProof = proveDisjunction(key, either, blank.plaintext, `bproof0|${whole}|`, draw);
  const overall = proveDisjunction(key, cases, chosen, `bproof1|${whole}|`, draw);
  return { overall_proof: overall, blank_proof: blankProof };
}

/**
 * Return the string S: S0, a bar, and all ciphertexts joined by commas (spec 4.11.1).
 * @param {string} context
 * @param {Answer["choices"]} choices
 */
function fullContext(context, choices) {
  return `${context}|${choices.map(({ alpha, beta }) => `${alpha},${beta}`).join(",")}`;
}

/**
 * Verify the individual, overall and blank proofs of one row.
 *
 * Every ciphertext is tested for group membership on the way.
 * @param {Answer} answer
 * @param {Question} question
 * @param {Election} election
 * @param {string} context
 * @throws {BallotsError} wrong_shape, not_canonical, not_in_group, invalid_proof
 */
export function verifyRow(answer, question, election, context) {
  const statements = readStatements(answer, question);
  const claims = claimsOf(answer, question, statements, context);
  const read = claims.map((claim) => ({
    prefix: claim.prefix,
    branches: disjunctionBranches(claim.cases, claim.proofs),
  }));
  const all = read.flatMap(({ branches }) => branches);
  const computed = group.vartimeCommitments(election.publicKey, all);
  for (const { branches, prefix } of read) {
    verifyDisjunction(branches, computed.splice(0, branches.length), prefix);
  }
}

/**
 * @param {Answer} answer
 * @param {Question} question
 * @returns {Statement[]}
 */
function readStatements(answer, question) {
  const count = choiceCount(question);
  if (answer.choices.length !== count || answer.individual_proofs.length !== count) {
    throw new BallotsError("wrong_shape", "number of ciphertexts");
  }
  if (allowsBlank(question) !== (answer.blank_proof !== undefined)) {
    throw new BallotsError("wrong_shape", "blank proof");
  }
  return answer.choices.map(({ alpha, beta }) => ({
    alpha: group.rawElement(alpha),
    beta: group.rawElement(beta),
  }));
}

/**
 * @param {Statement} statement
 * @param {number} low
 * @param {number} high
 * @returns {Case[]}
 */
function intervalCases(statement, low, high) {
  return interval(low, high).map((message) => ({ statement, message }));
}

/**
 * List the disjunctions to verify: the cases, the proofs, what the hash begins with.
 * @param {Answer} answer
 * @param {Question} question
 * @param {Statement[]} statements
 * @param {string} context
 */
function claimsOf(answer, question, statements, context) {
  const claims = statements.map((statement, index) => ({
    cases: intervalCases(statement, 0, 1),
    proofs: answer.individual_proofs[index],
    prefix: intervalPrefix(context, statement),
  }));
  const whole = fullContext(context, answer.choices);
  const counted = allowsBlank(question) ? statements.slice(1) : statements;
  const [alpha, beta] = group.vartimeProducts([
    counted.map((one) => one.alpha),
    counted.map((one) => one.beta),
  ]);
  const total = { alpha, beta };
  const cases = intervalCases(total, question.min, question.max);
  if (answer.blank_proof === undefined) {
    const prefix = intervalPrefix(whole, total);
    return [...claims, { cases, proofs: answer.overall_proof, prefix }];
  }
  const isBlank = { statement: statements[0], message: 1 };
  const notBlank = { statement: statements[0], message: 0 };
  return [
    ...claims,
    { cases: [isBlank, ...cases], proofs: answer.overall_proof, prefix: `bproof1|${whole}|` },
    {
      cases: [notBlank, { statement: total, message: 0 }],
      proofs: answer.blank_proof,
      prefix: `bproof0|${whole}|`,
    },
  ];
}
