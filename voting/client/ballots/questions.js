/** Homomorphic questions (spec 4.9.1), read for the verifier; twin of ballots/questions.py. */

import * as canonical from "./canonical.js";
import { refused } from "./errors.js";

export const MAX_QUESTIONS = 500;
const MAX_ANSWERS = 100;

/** question_h of the specification, fields in its order. */
export const QUESTION = canonical.struct(
  {
    answers: canonical.list(canonical.text),
    blank: canonical.optional(canonical.boolean),
    min: canonical.integer,
    max: canonical.integer,
    question: canonical.text,
  },
  { missing: ["blank"] },
);

/** @typedef {canonical.ValueOf<typeof QUESTION>} QuestionMessage */

/**
 * A question that makes sense.
 * @typedef {{ answers: string[], blank: boolean, min: number, max: number, question: string }} Question
 */

/**
 * Read a question; refuse one nobody could answer.
 * @param {QuestionMessage} message
 * @param {number} number from 1
 * @returns {Question}
 * @throws {BallotsError} bad_election
 */
export function readQuestion({ answers, blank, min, max, question }, number) {
  if (answers.length < 1 || answers.length > MAX_ANSWERS) {
    throw refused("bad_election", `question ${number}: number of answers`);
  }
  if (!(min >= 0n && min <= max && max <= BigInt(answers.length)) || max === 0n) {
    throw refused("bad_election", `question ${number}: min and max`);
  }
  return { answers, blank: blank === true, min: Number(min), max: Number(max), question };
}

/**
 * Return how many ciphertexts an answer has (one more when blank is allowed).
 * @param {Question} question
 */
export function choiceCount(question) {
  return question.answers.length + Number(question.blank);
}
