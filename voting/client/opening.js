/**
 * Opened ballots: what a page shows of a ballot that is checked instead of cast.
 *
 * The page first shows the ballot's hash (the one that a signature would be made for), then the
 * person decides. Opened, the ballot is never signed, so nobody can cast it; another device
 * recomputes the hash from either of two forms:
 *
 * the file, canonical JSON, for any tool: does each alpha = g^r and beta = key^r g^m hold?
 * `{"version":1,"election_uuid":"…","election_hash":"…","credential":"…","hash":"…","seed":"…",
 * "rows":[{"attempt":0,"plaintexts":[1,0,0],"randomness":["…","…","…"]},…],"answers":[…]}`
 *
 * the code, for a QR: `1/<public credential>/<seed>/0.100-0.010-1.000`, a row being its attempt and
 * its plaintexts; the whole ballot is made again from the seed (drawing.js).
 *
 * Neither holds the private credential. The hash that the other device computes must be compared
 * with the one on the page, by eye: it is not in the code.
 */

import { assembleBallot, contextOf, hashOf } from "./ballot.js";
import * as canonical from "./canonical.js";
import { SEED_BYTES, drawFrom } from "./drawing.js";
import { ANSWER, encryptRow, verifyRow } from "./encryption.js";
import { BallotsError, located } from "./errors.js";
import * as group from "./group.js";
import { hex } from "./hashing.js";
import { choiceCount, plaintexts } from "./questions.js";

/** @typedef {import("./election.js").Election} Election */

export const VERSION = 1;
const ROW = "(?:0|[1-9][0-9]{0,5})\\.[01]{1,101}";
const CODE = `^${VERSION}/([0-9a-f]{64})/([0-9a-f]{64})/(${ROW}(?:-${ROW}){0,499})$`;
const LIMIT = 64 * canonical.MEBIBYTE;

const OPENING = canonical.struct({
  version: canonical.integer,
  election_uuid: canonical.text,
  election_hash: canonical.text,
  credential: canonical.text,
  hash: canonical.text,
  seed: canonical.text,
  rows: canonical.list(
    canonical.struct({
      attempt: canonical.integer,
      plaintexts: canonical.list(canonical.integer),
      randomness: canonical.list(canonical.text),
    }),
  ),
  answers: canonical.list(ANSWER),
});

/**
 * A row as its maker knows it.
 * @typedef {object} OpenRow
 * @property {number} attempt
 * @property {number[]} plaintexts
 * @property {group.Scalar[]} randomness
 * @property {import("./encryption.js").Answer} answer
 */

/**
 * What another device found: the ballot's hash, and what it encrypts (null for a blank vote).
 * @typedef {{ hash: string, credential: string, choices: (number[] | null)[] }} Found
 */

/**
 * Write the file and the code of an opened ballot.
 * @param {Election} election
 * @param {string} credential the public credential
 * @param {Uint8Array} seed
 * @param {OpenRow[]} rows
 */
export function makeOpening(election, credential, seed, rows) {
  const answers = rows.map((row) => row.answer);
  const file = canonical.encode(OPENING, {
    version: VERSION,
    election_uuid: election.uuid,
    election_hash: election.fingerprint,
    credential,
    hash: hashOf(assembleBallot(election, credential, answers)),
    seed: hex(seed),
    rows: rows.map(({ attempt, plaintexts, randomness }) => ({
      attempt,
      plaintexts,
      randomness: randomness.map(group.scalarText),
    })),
    answers,
  });
  const marks = rows.map((row) => `${row.attempt}.${row.plaintexts.join("")}`);
  return { file, code: `${VERSION}/${credential}/${hex(seed)}/${marks.join("-")}` };
}

/**
 * Verify an opened ballot from its file: every ciphertext is opened, every proof verified.
 * @param {Uint8Array} data
 * @param {Election} election
 * @returns {Found}
 * @throws {BallotsError} as `decode`; wrong_election; wrong_shape; bad_choices; invalid_proof
 */
export function verifyOpening(data, election) {
  const opening = canonical.decode(data, OPENING, LIMIT);
  if (opening.version !== VERSION) throw new BallotsError("malformed", "$.version");
  if (
    opening.election_uuid !== election.uuid ||
    opening.election_hash !== election.fingerprint
  ) {
    throw new BallotsError("wrong_election");
  }
  const { questions } = election;
  if (opening.rows.length !== questions.length || opening.answers.length !== questions.length) {
    throw new BallotsError("wrong_shape", "number of answers");
  }
  group.parseElement(opening.credential);
  const unsigned = assembleBallot(election, opening.credential, opening.answers);
  if (hashOf(unsigned) !== opening.hash) throw new BallotsError("invalid_proof", "hash");
  const context = contextOf(election, opening.credential);
  const choices = questions.map((question, index) => {
    const { plaintexts, randomness } = opening.rows[index];
    const answer = opening.answers[index];
    return inQuestion(index, () => {
      verifyRow(answer, question, election, context);
      if (randomness.length !== plaintexts.length) {
        throw new BallotsError("wrong_shape", "number of ciphertexts");
      }
      plaintexts.forEach((plaintext, place) => {
        verifyCiphertext(answer.choices[place], plaintext, randomness[place], election);
      });
      return choiceOf(question, plaintexts, index);
    });
  });
  return { hash: opening.hash, credential: opening.credential, choices };
}

/**
 * Make an opened ballot again from its code, and return its hash and choices.
 * @param {string} code
 * @param {Election} election
 * @returns {Found}
 * @throws {BallotsError} malformed, wrong_shape, bad_choices, not_canonical, not_in_group
 */
export function verifyOpeningCode(code, election) {
  const parts = new RegExp(CODE).exec(code);
  if (parts === null) throw new BallotsError("malformed", "code");
  const [, credential, seedText, rowTexts] = parts;
  const rows = rowTexts.split("-");
  if (rows.length !== election.questions.length) {
    throw new BallotsError("wrong_shape", "number of answers");
  }
  group.parseElement(credential);
  const seed = new Uint8Array(SEED_BYTES);
  seed.forEach((_, place) => {
    seed[place] = parseInt(seedText.slice(2 * place, 2 * place + 2), 16);
  });
  const context = contextOf(election, credential);
  const found = election.questions.map((question, index) => {
    const [attempt, digits] = rows[index].split(".");
    const marks = Array.from(digits, Number);
    return inQuestion(index, () => {
      const choice = choiceOf(question, marks, index);
      const draw = drawFrom(seed, index, Number(attempt));
      return { choice, ...encryptRow(election, question, marks, context, draw) };
    });
  });
  const answers = found.map((row) => row.answer);
  const hash = hashOf(assembleBallot(election, credential, answers));
  return { hash, credential, choices: found.map((row) => row.choice) };
}

/**
 * Read plaintexts back as a choice. Raises what the rules of the question forbid.
 * @param {import("./questions.js").Question} question
 * @param {number[]} marks
 * @param {number} index
 */
function choiceOf(question, marks, index) {
  if (marks.length !== choiceCount(question)) {
    throw new BallotsError("wrong_shape", "number of ciphertexts");
  }
  const hasBlank = marks.length > question.answers.length;
  const choice = hasBlank && marks[0] === 1 ? null : marks.slice(Number(hasBlank));
  const wanted = plaintexts(question, choice, index + 1);
  if (wanted.join() !== marks.join()) throw new BallotsError("bad_choices", "blank");
  return choice;
}

/**
 * @param {{ alpha: string, beta: string } | undefined} ciphertext
 * @param {number} plaintext
 * @param {string | undefined} randomness
 * @param {Election} election
 */
function verifyCiphertext(ciphertext, plaintext, randomness, election) {
  if (ciphertext === undefined || randomness === undefined) {
    throw new BallotsError("wrong_shape", "number of ciphertexts");
  }
  const scalar = group.parseScalar(randomness);
  const masked = group.power(election.publicKey, scalar);
  const beta = plaintext === 1 ? group.multiply(masked, group.generator()) : masked;
  if (
    ciphertext.alpha !== group.elementText(group.powerG(scalar)) ||
    ciphertext.beta !== group.elementText(beta)
  ) {
    throw new BallotsError("invalid_proof", "ciphertext");
  }
}

/**
 * @template T
 * @param {number} index
 * @param {() => T} work
 * @returns {T}
 */
function inQuestion(index, work) {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof BallotsError) || error.detail.startsWith("question ")) throw error;
    throw new BallotsError(error.refusal, located(index + 1, error.detail));
  }
}
