/**
 * The structures of a record, each read once: a value, a refusal, or nothing to read; twin of
 * audit/reading.py. One fault is reported once, and everything else still runs.
 */

import { decode } from "../ballots/canonical.js";
import { parsePublicCredentials } from "../ballots/credentials.js";
import { parseElection } from "../ballots/election.js";
import { BallotsError } from "../ballots/errors.js";
import { OWNED, SIZED, parseEncryptedTally, parseResult } from "../ballots/tally.js";
import { parseTrustees } from "../ballots/trustees.js";
import { Blocked, NotReached } from "./findings.js";
import { SETUP_DATA, attempted } from "./record.js";

/** @typedef {import("../ballots/election.js").Election} Election */
/** @typedef {import("./findings.js").CheckName} CheckName */
/** @typedef {import("./record.js").Entry} Entry */
/** @typedef {import("./record.js").Record} Record */

/**
 * What reading one structure gave.
 * @template T
 */
export class Reading {
  /**
   * @param {CheckName | null} blame the check that reports why there is no value (null: the record
   *   does not go so far)
   * @param {number | null} entry
   * @param {T | BallotsError | null} found
   */
  constructor(blame, entry = null, found = null) {
    this.blame = blame;
    this.entry = entry;
    this.error = found instanceof BallotsError ? found : null;
    this.value = found instanceof BallotsError ? null : found;
  }

  /** Return the value. Throws Blocked or NotReached if there is none. */
  get() {
    if (this.value !== null) return this.value;
    throw this.blame === null ? new NotReached() : new Blocked(this.blame);
  }

  /** Return why the structure was refused, null if it was read. Throws as `get`. */
  tried() {
    if (this.error === null) this.get();
    return this.error;
  }
}

class Reader {
  /** @param {Record} record */
  constructor(record) {
    this.record = record;
  }

  /**
   * Read the payload of the first event of a type.
   * @template T
   * @param {string} type
   * @param {CheckName} blame
   * @param {(data: Uint8Array) => T} parse
   * @returns {Promise<Reading<T>>}
   */
  async payload(type, blame, parse) {
    const [entry] = this.record.ofType(type);
    if (entry === undefined) return new Reading(type === "Setup" ? "order" : null);
    return this.ofEntry(entry, blame, parse);
  }

  /**
   * Read the payload of an event.
   * @template T
   * @param {Entry} entry
   * @param {CheckName} blame
   * @param {(data: Uint8Array) => T} parse
   */
  ofEntry(entry, blame, parse) {
    return this.read(entry.event && entry.event.payload, blame, parse, entry.index);
  }

  /**
   * Read a structure that another structure names by its hash, and that may need the election.
   * @template T
   * @param {Reading<any>} whole
   * @param {string} name
   * @param {CheckName} blame
   * @param {(data: Uint8Array, election: Election) => T} parse
   * @param {Reading<Election>} [election]
   * @returns {Promise<Reading<T>>}
   */
  async part(whole, name, blame, parse, election) {
    if (whole.value === null) return new Reading(whole.blame);
    if (election !== undefined && election.value === null) return new Reading(election.blame);
    const known = /** @type {Election} */ (election && election.value);
    return this.read(whole.value[name], blame, (data) => parse(data, known), whole.entry);
  }

  /**
   * @private
   * @template T
   * @param {string | null | undefined} digest
   * @param {CheckName} blame
   * @param {(data: Uint8Array) => T} parse
   * @param {number | null} entry
   * @returns {Promise<Reading<T>>}
   */
  async read(digest, blame, parse, entry) {
    const member = this.record.data(digest);
    if (member === null) return new Reading("references", entry);
    const data = await this.record.content(member);
    return new Reading(blame, entry, attempted(() => parse(data)));
  }
}

/**
 * Read every structure except the ballots, once.
 * @param {Record} record
 */
export async function readStructures(record) {
  const read = new Reader(record);
  const setup = await read.payload("Setup", "setup", (data) => decode(data, SETUP_DATA));
  const election = await read.part(setup, "election", "election", parseElection);
  const trustees = await read.part(
    setup,
    "trustees",
    "trustees",
    (data, { group }) => parseTrustees(data, group),
    election,
  );
  const credentials = await read.part(
    setup,
    "credentials",
    "credentials",
    (data, { group }) => parsePublicCredentials(data, group),
    election,
  );
  const sized = await read.payload("EncryptedTally", "tally_size", (data) => decode(data, SIZED));
  const tally = await read.part(sized, "encrypted_tally", "tally", parseEncryptedTally, election);
  const decryptions = [];
  for (const entry of record.ofType("PartialDecryption")) {
    const parse = (/** @type {Uint8Array} */ data) => decode(data, OWNED);
    decryptions.push({ entry, owned: await read.ofEntry(entry, "decryption_owners", parse) });
  }
  const result = await read.payload("Result", "result", parseResult);
  return { setup, election, trustees, credentials, sized, tally, decryptions, result };
}

/** @typedef {Awaited<ReturnType<typeof readStructures>>} Structures */
