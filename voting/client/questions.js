/**
 * Homomorphic questions (spec 4.9.1): choose between min and max of the answers, or blank; twin of
 * ballots/questions.py.
 */

import * as canonical from "./canonical.js";
import { BallotsError } from "./errors.js";

export const MAX_QUESTIONS = 500;
export const MAX_ANSWERS = 100;

/** question_h of the specification, fields in its order. */
export const QUESTION = canonical.struct({
  answers: canonical.list(canonical.text),
  blank: canonical.optional(canonical.boolean),
  min: canonical.integer,
  max: canonical.integer,
  question: canonical.text,
});

/** @typedef {canonical.ValueOf<typeof QUESTION>} Question */

/**
 * Tell whether a blank vote is allowed.
 * @param {Question} question
 */
export function allowsBlank(question) {
  return question.blank === true;
}

/**
 * Return how many ciphertexts an answer has (one more when blank is allowed).
 * @param {Question} question
 */
export function choiceCount(question) {
  return question.answers.length + Number(allowsBlank(question));
}

/**
 * Refuse a question nobody could answer.
 * @param {Question} question
 * @param {number} number from 1
 * @throws {BallotsError} bad_election
 */
export function checkQuestion(question, number) {
  const count = question.answers.length;
  const { min, max } = question;
  if (count < 1 || count > MAX_ANSWERS) {
    throw new BallotsError("bad_election", `question ${number}: number of answers`);
  }
  if (!(min >= 0 && min <= max && max <= count) || max === 0) {
    throw new BallotsError("bad_election", `question ${number}: min and max`);
  }
}

/**
 * Turn a choice (one 0 or 1 an answer, null for blank) into what is encrypted.
 * @param {Question} question
 * @param {readonly number[] | null} choice
 * @param {number} number from 1
 * @throws {BallotsError} bad_choices naming the question, never the choice
 */
export function plaintexts(question, choice, number) {
  if (choice === null) {
    if (!allowsBlank(question)) throw new BallotsError("bad_choices", `question ${number}: blank`);
    return [1, ...question.answers.map(() => 0)];
  }
  if (choice.length !== question.answers.length || choice.some((mark) => mark !== 0 && mark !== 1)) {
    throw new BallotsError("bad_choices", `question ${number}: one mark an answer`);
  }
  const chosen = choice.reduce((sum, mark) => sum + mark, 0);
  if (chosen < question.min || chosen > question.max) {
    throw new BallotsError("bad_choices", `question ${number}: how many are chosen`);
  }
  return allowsBlank(question) ? [0, ...choice] : [...choice];
}
