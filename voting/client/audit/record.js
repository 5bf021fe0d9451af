/**
 * A record: the archive's members seen as header, data by hash, and a chain of events (spec 4.4);
 * twin of audit/record.py.
 */

import * as canonical from "../ballots/canonical.js";
import { BallotsError } from "../ballots/errors.js";
import { readContent, readMembers } from "./archive.js";

/** @typedef {import("./archive.js").Member} Member */
/** @typedef {import("./archive.js").Source} Source */

export const MAX_TIMESTAMP = 8 ** 11 - 1;

/** event_type of the specification. */
const EVENT_TYPES = [
  "Setup",
  "Ballot",
  "EndBallots",
  "EncryptedTally",
  "Shuffle",
  "EndShuffles",
  "PartialDecryption",
  "Result",
];

export const hash = canonical.matching(/^[0-9a-f]{64}$/);

const HEADER = canonical.struct({
  version: canonical.integer,
  timestamp: canonical.matching(/^(0|[1-9][0-9]{0,9})$/),
});

export const EVENT = canonical.struct(
  {
    parent: canonical.optional(hash),
    height: canonical.integer,
    type: canonical.matching(new RegExp(`^(${EVENT_TYPES.join("|")})$`)),
    payload: canonical.optional(hash),
  },
  { missing: ["parent", "payload"] },
);

/** setup_data of the specification. */
export const SETUP_DATA = canonical.struct({ election: hash, trustees: hash, credentials: hash });

/** @typedef {canonical.ValueOf<typeof EVENT>} Event */

/**
 * One event of the chain: its place in it, its member, and what it says or why not.
 * @typedef {object} Entry
 * @property {number} index
 * @property {number} position of its member among all members
 * @property {Member} member
 * @property {Event | null} event
 * @property {BallotsError | null} error
 */

/** An indexed record. Contents are read from the file when asked for. */
export class Record {
  /**
   * @param {Source} source
   * @param {Member[]} members
   * @param {canonical.ValueOf<typeof HEADER> | BallotsError} header
   * @param {Entry[]} entries
   */
  constructor(source, members, header, entries) {
    this.source = source;
    this.members = members;
    this.header = header;
    this.entries = entries;
    /** Where the data of a hash lie. @type {Map<string, number>} */
    this.positions = new Map();
    members.forEach(({ kind, claimedDigest }, position) => {
      if (kind === "data" && !this.positions.has(claimedDigest)) {
        this.positions.set(claimedDigest, position);
      }
    });
    /** Every ballot that the record holds, in order, with its event. */
    this.ballots = this.ofType("Ballot").flatMap((entry) => {
      const member = this.data(entry.event && entry.event.payload);
      return member === null ? [] : [{ entry, member }];
    });
  }

  /**
   * Read a member's content.
   * @param {Member} member
   */
  content(member) {
    return readContent(this.source, member);
  }

  /**
   * Return the data member that carries a hash in its name.
   * @param {string | null | undefined} digest
   */
  data(digest) {
    const position = this.positions.get(digest || "");
    return position === undefined ? null : this.members[position];
  }

  /**
   * Return the events of a type, in order.
   * @param {string} type
   */
  ofType(type) {
    return this.entries.filter(({ event }) => event !== null && event.type === type);
  }
}

/**
 * Read a structure; what is refused is kept.
 * @template T
 * @param {() => T} read
 * @returns {T | BallotsError}
 */
export function attempted(read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof BallotsError) return error;
    throw error;
  }
}

/**
 * Index a record.
 * @param {Source} source
 * @throws {RecordUnreadable} it is not an archive of the one form
 */
export async function openRecord(source) {
  const members = await readMembers(source);
  const first = await readContent(source, members[0]);
  const header = attempted(() => canonical.decode(first, HEADER));
  /** @type {Entry[]} */
  const entries = [];
  for (const [position, member] of members.entries()) {
    if (member.kind !== "event") continue;
    const content = await readContent(source, member);
    const event = attempted(() => canonical.decode(content, EVENT));
    const read =
      event instanceof BallotsError ? { event: null, error: event } : { event, error: null };
    entries.push({ index: entries.length, position, member, ...read });
  }
  return new Record(source, members, header, entries);
}
