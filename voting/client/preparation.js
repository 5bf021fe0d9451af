/**
 * A ballot in preparation: rows are encrypted once each as they are marked, verified, then sealed.
 *
 * choosing ──seal──▸ sealed ──cast──▸ cast (signed; everything secret is overwritten)
 *     ▴                └────open──▸ choosing again, every row to be made anew from a new seed
 *
 * A sealed ballot is settled (its hash is shown) but not signed. It is either opened or cast, never
 * both: only `cast` signs, and only `open` gives randomness away.
 */

import * as ballot from "./ballot.js";
import { secretExponent } from "./credentials.js";
import { drawFrom, makeSeed } from "./drawing.js";
import { encryptRow, verifyRow } from "./encryption.js";
import { elementText, powerG, wipe } from "./group.js";
import { makeOpening } from "./opening.js";
import { plaintexts } from "./questions.js";
import { scrubSodium } from "./sodium.js";

/** @typedef {import("./election.js").Election} Election */

/** What was asked for is not possible in this state: a mistake of the page, not of a person. */
export class OutOfTurn extends Error {}

/**
 * @typedef {object} Row
 * @property {number[] | null} marks what is to be encrypted; null as long as nothing is marked
 * @property {number} attempt the number of the next attempt under the current seed
 * @property {import("./encryption.js").EncryptedRow | null} made
 * @property {string | null} verified the row as it stands in the ballot, once it was verified
 */

/** @typedef {{ encrypted: number, verified: number, of: number }} Progress */

/** @returns {Row} */
function unmarked() {
  return { marks: null, attempt: 0, made: null, verified: null };
}

export class Preparation {
  /**
   * @param {Election} election
   * @param {string} credential the private credential
   */
  constructor(election, credential) {
    this.election = election;
    /** @private */ this.secret = secretExponent(credential, election.uuid);
    this.credential = elementText(powerG(this.secret));
    /** @private */ this.context = ballot.contextOf(election, this.credential);
    /** @private */ this.seed = makeSeed();
    /** @private @type {Row[]} */ this.rows = election.questions.map(unmarked);
    /** @type {"choosing" | "sealed" | "cast"} */
    this.state = "choosing";
  }

  /**
   * Set the choice of a row; a row that does not change is not made again.
   * @param {number} index from 0
   * @param {readonly number[] | null} choice one 0 or 1 an answer, all 0 for a row that is cleared;
   *   null for a blank vote
   * @throws {import("./errors.js").BallotsError} bad_choices
   */
  mark(index, choice) {
    this.need("choosing", "sealed");
    const question = this.election.questions[index];
    if (question === undefined) throw new OutOfTurn("no such row");
    const isCleared = choice !== null && question.min > 0 && !choice.includes(1);
    const marks = isCleared ? null : plaintexts(question, choice, index + 1);
    const row = this.rows[index];
    if (String(row.marks) === String(marks)) return;
    this.discard(row);
    if (row.marks !== null) row.marks.fill(0);
    row.marks = marks;
    this.state = "choosing"; // a ballot that was sealed with another choice is dropped
  }

  /** Do one piece of work, encrypting before verifying; false if there was none. */
  step() {
    const next = this.rows.findIndex((row) => row.marks !== null && row.made === null);
    if (next >= 0) {
      this.encrypt(next);
      return true;
    }
    const unverified = this.rows.findIndex((row) => row.made !== null && row.verified === null);
    if (unverified < 0) return false;
    this.verify(unverified);
    return true;
  }

  /** @returns {Progress} */
  progress() {
    return {
      encrypted: this.rows.filter((row) => row.made !== null).length,
      verified: this.rows.filter((row) => row.verified !== null).length,
      of: this.rows.length,
    };
  }

  /**
   * Finish every row, unmarked ones with no answer chosen, and settle the ballot.
   * @param {(progress: Progress) => void} [report] called after each piece of work
   * @returns {string} the ballot's hash
   * @throws {import("./errors.js").BallotsError} bad_choices: a row may not be left unmarked
   */
  seal(report = () => {}) {
    this.need("choosing", "sealed");
    const wanted = this.rows.map((row, index) => {
      const question = this.election.questions[index];
      return row.marks || plaintexts(question, question.answers.map(() => 0), index + 1);
    });
    this.rows.forEach((row, index) => {
      row.marks = wanted[index];
    });
    while (this.step()) report(this.progress());
    this.state = "sealed";
    return ballot.hashOf(this.unsigned());
  }

  /**
   * Sign the sealed ballot, verify its bytes as the server will, and forget every secret.
   * @returns {{ bytes: Uint8Array, tracker: string, hash: string }}
   */
  cast() {
    this.need("sealed");
    const unsigned = this.unsigned();
    const bytes = ballot.signBallot(unsigned, this.secret);
    this.verifyBytes(bytes);
    const result = { bytes, tracker: ballot.trackerOf(bytes), hash: ballot.hashOf(unsigned) };
    this.forget();
    return result;
  }

  /**
   * Open the sealed ballot instead of casting it; its rows are made anew for another ballot.
   * @returns {{ file: Uint8Array, code: string, hash: string }}
   */
  open() {
    this.need("sealed");
    const rows = this.rows.map(({ attempt, marks, made }) => {
      if (marks === null || made === null) throw new OutOfTurn("not sealed");
      return { attempt: attempt - 1, plaintexts: marks, ...made };
    });
    const opening = makeOpening(this.election, this.credential, this.seed, rows);
    const hash = ballot.hashOf(this.unsigned());
    this.state = "choosing";
    wipe(this.seed);
    this.seed = makeSeed();
    for (const row of this.rows) {
      this.discard(row);
      row.attempt = 0;
    }
    return { ...opening, hash };
  }

  /** Overwrite the choices, the randomness and the key; nothing can be done afterwards. */
  forget() {
    this.state = "cast";
    wipe(this.secret, this.seed);
    for (const row of this.rows) {
      this.discard(row);
      if (row.marks !== null) row.marks.fill(0);
      row.marks = null;
    }
    scrubSodium();
  }

  /**
   * @private
   * @param {("choosing" | "sealed" | "cast")[]} states
   */
  need(...states) {
    if (!states.includes(this.state)) throw new OutOfTurn(`not possible when ${this.state}`);
  }

  /**
   * @private
   * @param {Row} row
   */
  discard(row) {
    if (row.made !== null) wipe(...row.made.randomness);
    row.made = null;
    row.verified = null;
  }

  /**
   * @private
   * @param {number} index
   */
  encrypt(index) {
    const { election, context, seed } = this;
    const row = this.rows[index];
    const draw = drawFrom(seed, index, row.attempt);
    row.attempt += 1; // before anything can fail: no attempt is ever repeated
    row.made = encryptRow(election, election.questions[index], row.marks || [], context, draw);
  }

  /**
   * @private
   * @param {number} index
   */
  verify(index) {
    const row = this.rows[index];
    const answer = row.made && row.made.answer;
    if (answer === null) throw new OutOfTurn("not encrypted");
    try {
      verifyRow(answer, this.election.questions[index], this.election, this.context);
    } catch (error) {
      this.discard(row); // a fault of the machine: the row will be made again
      throw error;
    }
    row.verified = ballot.rowText(answer);
  }

  /**
   * Verify a finished ballot; rows that were verified before, to the letter, are not verified again.
   * @private
   * @param {Uint8Array} bytes
   */
  verifyBytes(bytes) {
    const { context, election, rows } = this;
    try {
      ballot.verifyBallot(ballot.parseBallot(bytes, election), election, {
        isVerified: (index, text, where) => where === context && rows[index].verified === text,
      });
    } catch (error) {
      rows.forEach((row) => this.discard(row)); // a fault of the machine: all will be made again
      this.state = "choosing";
      throw error;
    }
  }

  /** @private */
  unsigned() {
    const answers = this.rows.map(({ made }) => {
      if (made === null) throw new OutOfTurn("not encrypted");
      return made.answer;
    });
    return ballot.assembleBallot(this.election, this.credential, answers);
  }
}
