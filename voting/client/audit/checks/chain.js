/** Checks 1 to 5: the archive as a chain of events, before any mathematics; twin of audit/checks/chain.py. */

import { BallotsError } from "../../ballots/errors.js";
import { finding, refusalFound } from "../findings.js";
import { MAX_TIMESTAMP } from "../record.js";

/** @typedef {import("./subject.js").Run} Run */
/** @typedef {import("./subject.js").Subject} Subject */
/** @typedef {import("../record.js").Entry} Entry */

/** What may follow what; the order of the keys is the order of the stages. */
const NEXT = new Map([
  ["", ["Setup"]],
  ["Setup", ["Ballot", "EndBallots"]],
  ["Ballot", ["Ballot", "EndBallots"]],
  ["EndBallots", ["EncryptedTally"]],
  ["EncryptedTally", ["PartialDecryption", "Result"]],
  ["PartialDecryption", ["PartialDecryption", "Result"]],
  ["Result", []],
]);
const RANK = [...NEXT.keys()];

/** Check 1: the header says version 1 and a time, and every member carries that same time. @type {Run} */
export function checkHeader({ record }) {
  const { header, members } = record;
  if (header instanceof BallotsError) return [refusalFound(header)];
  const time = Number(header.timestamp);
  const found = header.version !== 1n || time > MAX_TIMESTAMP ? [finding("timestamp")] : [];
  for (const { mtime, name } of members) {
    if (mtime !== time) found.push(finding("member_time", { values: { name } }));
  }
  return found;
}

/** Check 2: every member's name is the SHA-256 of its content, and no member is there twice. @type {Run} */
export function checkNames({ record }) {
  const found = [];
  const seen = new Set();
  for (const { name, kind, digest, claimedDigest } of record.members) {
    if (kind !== "header" && claimedDigest !== digest) {
      found.push(finding("name", { values: { name } }));
    }
    if (seen.has(name)) found.push(finding("repeated_member", { values: { name } }));
    seen.add(name);
  }
  return found;
}

/** Check 3: each event is canonical, has the next height, and names its predecessor's hash. @type {Run} */
export function checkChain({ record }) {
  const found = [];
  /** @type {string | undefined} */
  let parent;
  for (const { index, event, error, member } of record.entries) {
    if (error !== null) found.push(refusalFound(error, index));
    if (event !== null && event.height !== BigInt(index)) {
      found.push(finding("height", { entry: index, values: { height: `${event.height}` } }));
    }
    if (event !== null && event.parent !== parent) found.push(finding("parent", { entry: index }));
    parent = member.digest;
  }
  return found;
}

/** Check 4: Setup, ballots, EndBallots, EncryptedTally, partial decryptions, Result; no more. @type {Run} */
export function checkOrder({ record }) {
  if (!record.entries.length) return [finding("no_setup")];
  const found = [];
  let before = "";
  for (const { index, event } of record.entries) {
    if (event === null) continue;
    const { type } = event;
    if (before === "Result") {
      found.push(finding("after_result", { entry: index, values: { type } }));
    } else if (!(NEXT.get(before) || []).includes(type)) {
      found.push(finding("out_of_order", { entry: index, values: { type } }));
    }
    if (RANK.indexOf(type) > RANK.indexOf(before)) before = type;
  }
  return found;
}

/** Check 5: each event has its payload, before it in the record; nothing else lies there. @type {Run} */
export function checkReferences(subject) {
  const { record } = subject;
  const found = [];
  const used = new Set();
  let start = 1;
  /** @type {[number, number][]} */
  const unclear = [];
  for (const entry of record.entries) {
    const { references, isComplete } = referencesOf(subject, entry);
    found.push(...checkPayload(entry));
    for (const digest of references) {
      const position = record.positions.get(digest);
      const where = { entry: entry.index, values: { name: `${digest}.data.json` } };
      if (position === undefined) {
        found.push(finding("payload_missing", where));
        continue;
      }
      if (position > entry.position) found.push(finding("payload_late", where));
      used.add(position);
    }
    if (!isComplete) unclear.push([start, entry.position]);
    start = entry.position + 1;
  }
  return [...found, ...checkUnreferenced(subject, used, unclear)];
}

/**
 * Tell whether an event has a payload exactly if its type wants one.
 * @param {Entry} entry
 */
function checkPayload({ index, event }) {
  if (event === null) return [];
  const isWanted = event.type !== "EndBallots" && event.type !== "EndShuffles";
  if (isWanted && event.payload === undefined) {
    return [finding("payload_missing", { entry: index, values: { name: "" } })];
  }
  if (isWanted || event.payload === undefined) return [];
  return [finding("payload_unexpected", { entry: index })];
}

/**
 * Find data that no event refers to; not where the event that would is itself unreadable.
 * @param {Subject} subject
 * @param {Set<number>} used
 * @param {[number, number][]} unclear
 */
function checkUnreferenced({ record }, used, unclear) {
  const found = [];
  for (const [position, { kind, name, claimedDigest }] of record.members.entries()) {
    const isLoose = kind === "data" && !used.has(position);
    const isFirst = record.positions.get(claimedDigest) === position; // else check 2 reports it
    const isUnclear = unclear.some(([start, end]) => position >= start && position < end);
    if (isLoose && isFirst && !isUnclear) found.push(finding("unreferenced", { values: { name } }));
  }
  return found;
}

/**
 * Return the data that an event refers to, and whether all that it refers to is known.
 * @param {Subject} subject
 * @param {Entry} entry
 * @returns {{ references: string[], isComplete: boolean }}
 */
function referencesOf({ structures }, entry) {
  if (entry.event === null) return { references: [], isComplete: false };
  const { payload, type } = entry.event;
  if (payload === undefined) return { references: [], isComplete: true };
  /** @type {string[] | null} */
  let nested = [];
  if (type === "Setup" && entry.index === structures.setup.entry) {
    const parts = structures.setup.value;
    nested = parts && [parts.election, parts.trustees, parts.credentials];
  } else if (type === "EncryptedTally" && entry.index === structures.sized.entry) {
    const sized = structures.sized.value;
    nested = sized && [sized.encrypted_tally];
  } else if (type === "PartialDecryption") {
    const own = structures.decryptions.find((one) => one.entry === entry);
    nested = own && own.owned.value ? [own.owned.value.payload] : null;
  }
  return { references: [payload, ...(nested || [])], isComplete: nested !== null };
}
