/** The encrypted tally and its decryption (spec 4.18, 4.20, 4.21); twin of ballots/tally.py. */

import * as canonical from "./canonical.js";
import { CIPHERTEXT, readStatements } from "./encryption.js";
import { detailing, refused } from "./errors.js";
import { elementOrIdentity, product } from "./group.js";
import { PROOF, verifyDecryption } from "./proofs.js";
import { choiceCount } from "./questions.js";
import { lagrange } from "./threshold.js";
import { ownersIn } from "./trustees.js";

/** @typedef {import("./election.js").Election} Election */
/** @typedef {import("./group.js").Element} Element */
/** @typedef {import("./group.js").Group} Group */
/** @typedef {import("./proofs.js").Statement} Statement */
/** @typedef {import("./trustees.js").Trustees} Trustees */
/** @typedef {Statement[][]} Rows */
/** @typedef {Element[][]} Factors */

export const LARGE = 16 * canonical.MEBIBYTE;
export const TALLY = canonical.list(canonical.list(CIPHERTEXT));
export const PARTIAL_DECRYPTION = canonical.struct({
  decryption_factors: canonical.list(canonical.list(canonical.text)),
  decryption_proofs: canonical.list(canonical.list(PROOF)),
});
const RESULT = canonical.struct({ result: canonical.list(canonical.list(canonical.integer)) });

/** Number of ballots, their weight, and the SHA-256 of the encrypted tally. */
export const SIZED = canonical.struct({
  num_tallied: canonical.integer,
  total_weight: canonical.integer,
  encrypted_tally: canonical.text,
});

/** owned_partial_decryption: whose it is (from 1) and the SHA-256 of the decryption. */
export const OWNED = canonical.struct({ owner: canonical.integer, payload: canonical.text });

/**
 * The running product of ballots by weight, as texts between workers.
 * @typedef {[number, string[][][]][]} Sums
 */

/** The running product of ballots, in memory independent of their number. */
export class TallySum {
  /** @param {Election} election */
  constructor(election) {
    /** @private */ this.election = election;
    /** @private @type {Map<number, Rows>} */ this.sums = new Map();
  }

  /**
   * Multiply in ballots of one weight, at least one.
   * @param {import("./ballot.js").Ballot[]} ballots
   * @param {number} weight
   */
  add(ballots, weight) {
    const { group, questions } = this.election;
    const tables = ballots.map(({ answers }) =>
      answers.map((answer, at) => readStatements(answer, questions[at], group)),
    );
    this.addRows(weight, productOfRows(group, tables));
  }

  /**
   * @private
   * @param {number} weight
   * @param {Rows} rows
   */
  addRows(weight, rows) {
    const known = this.sums.get(weight);
    const { group } = this.election;
    this.sums.set(weight, known === undefined ? rows : productOfRows(group, [known, rows]));
  }

  /**
   * Write the sum for another worker.
   * @returns {Sums}
   */
  written() {
    const { text } = this.election.group;
    return [...this.sums].map(([weight, rows]) => [
      weight,
      rows.map((row) => row.map(({ alpha, beta }) => [text(alpha), text(beta)])),
    ]);
  }

  /**
   * Multiply in the sum of other ballots (another worker's, which made it of tested elements).
   * @param {Sums} sums
   */
  merge(sums) {
    const { rawElement } = this.election.group;
    for (const [weight, rows] of sums) {
      const read = rows.map((row) =>
        row.map(([alpha, beta]) => ({ alpha: rawElement(alpha), beta: rawElement(beta) })),
      );
      this.addRows(weight, read);
    }
  }

  /** Return the product of all, each ballot to the power of its weight (spec 4.18). */
  rows() {
    const { group, questions } = this.election;
    const nothing = { alpha: group.identity, beta: group.identity };
    let total = questions.map((one) => Array.from({ length: choiceCount(one) }, () => nothing));
    for (const [weight, rows] of this.sums) {
      total = productOfRows(group, [total, powerRows(group, rows, BigInt(weight))]);
    }
    return total;
  }
}

/**
 * @param {Group} group
 * @param {Rows[]} tables at least one
 * @returns {Rows}
 */
function productOfRows(group, tables) {
  const [first] = tables;
  const lists = first.flatMap((row, i) =>
    row.flatMap((_, j) => [
      tables.map((table) => table[i][j].alpha),
      tables.map((table) => table[i][j].beta),
    ]),
  );
  const products = group.products(lists).values();
  const next = () => products.next().value;
  return first.map((row) => row.map(() => ({ alpha: next(), beta: next() })));
}

/**
 * @param {Group} group
 * @param {Rows} rows
 * @param {bigint} weight
 */
function powerRows(group, rows, weight) {
  if (weight === 1n) return rows;
  const raised = (/** @type {Element} */ element) => group.power(element, weight);
  return rows.map((row) =>
    row.map(({ alpha, beta }) => ({ alpha: raised(alpha), beta: raised(beta) })),
  );
}

/**
 * Read an encrypted tally.
 * @param {Uint8Array} data
 * @param {Election} election
 * @returns {Rows}
 * @throws {BallotsError} as `decode`; wrong_shape, not_canonical, not_in_group
 */
export function parseEncryptedTally(data, { group, questions }) {
  const table = canonical.decode(data, TALLY, LARGE);
  if (!isShaped(table, questions.map(choiceCount))) {
    throw refused("wrong_shape", "number of ciphertexts");
  }
  const read = (/** @type {string} */ text) => elementOrIdentity(group, text);
  return table.map((row) =>
    row.map(({ alpha, beta }) => ({ alpha: read(alpha), beta: read(beta) })),
  );
}

/**
 * @param {unknown[][]} table
 * @param {number[]} shape
 */
export function isShaped(table, shape) {
  return table.length === shape.length && table.every((row, at) => row.length === shape[at]);
}

/**
 * Verify one trustee's partial decryption and return its factors.
 * @param {Uint8Array} data
 * @param {Rows} tally
 * @param {Element} key
 * @param {Election} election
 * @returns {Factors}
 * @throws {BallotsError} as `decode`; wrong_shape; not_in_group; invalid_proof naming the question
 */
export function verifyPartialDecryption(data, tally, key, { group, fingerprint }) {
  const message = canonical.decode(data, PARTIAL_DECRYPTION, LARGE);
  const shape = tally.map((row) => row.length);
  for (const table of [message.decryption_factors, message.decryption_proofs]) {
    if (!isShaped(table, shape)) throw refused("wrong_shape", "number of factors");
  }
  return tally.map((row, i) => {
    const factors = message.decryption_factors[i].map((text) => elementOrIdentity(group, text));
    const verify = () =>
      row.forEach(({ alpha }, j) => {
        const claim = { alpha, factor: factors[j] };
        verifyDecryption(group, key, claim, message.decryption_proofs[i][j], fingerprint);
      });
    detailing(verify, () => `question ${i + 1}`);
    return factors;
  });
}

/**
 * Return g^count for each ciphertext, from verified factors by owner, which are enough.
 * @param {Trustees} trustees
 * @param {Map<number, Factors>} factors
 * @param {Rows} tally
 * @param {Group} group
 * @returns {Factors}
 */
export function decrypted(trustees, factors, tally, group) {
  const weighted = trustees.items.flatMap((item) => itemFactors(item, factors, group));
  return tally.map((row, i) =>
    row.map(({ beta }, j) => {
      const parts = weighted.map(([own, exponent]) =>
        exponent === 1n ? own[i][j] : group.power(own[i][j], exponent),
      );
      return group.divide(beta, product(group, parts));
    }),
  );
}

/**
 * Return the factors of one item with their Lagrange exponents (1 for a single key).
 * @param {import("./trustees.js").TrusteeItem} item
 * @param {Map<number, Factors>} factors
 * @param {Group} group
 * @returns {[Factors, bigint][]}
 */
function itemFactors(item, factors, group) {
  const owners = ownersIn(item, new Set(factors.keys())).slice(0, item.needed);
  const indices = owners.map((owner) => owner - item.first + 1);
  return owners.map((owner, at) => {
    const own = /** @type {Factors} */ (factors.get(owner));
    return [own, lagrange(indices, indices[at], group)];
  });
}

/**
 * Read a result: one list of counts a question.
 * @param {Uint8Array} data
 * @throws {BallotsError} as `decode`
 */
export function parseResult(data) {
  return canonical.decode(data, RESULT).result;
}
