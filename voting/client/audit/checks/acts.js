/**
 * Checks 29 to 33: the acts in the log against each other and against the record; twin of
 * audit/checks/acts.py.
 *
 * definition, cards…, rehearsal…, opening, Setup, Ballot…, EndBallots, closing, EncryptedTally,
 * PartialDecryption…, decryption_proof…, Result, publication, addendum…; incidents between them,
 * and after the closing hand_count and note
 */

import { BallotsError } from "../../ballots/errors.js";
import { verifyWholeDecryption } from "../../ballots/strong_decryption.js";
import { keyOf } from "../../ballots/trustees.js";
import { countedByHand, unexplained } from "../books.js";
import { Blocked, NotReached, finding, refusalFound } from "../findings.js";
import { attempted } from "../record.js";
import { entriesOf } from "./log.js";
import { surveyed } from "./subject.js";

/** @typedef {import("../entries.js").Entry} Entry */
/** @typedef {import("../findings.js").Fault} Fault */
/** @typedef {import("../findings.js").Finding} Finding */
/** @typedef {import("../record.js").Event} Event */
/** @typedef {import("./log.js").LogRun} LogRun */
/** @typedef {import("./log.js").LogSubject} LogSubject */
/** @template {Entry["act"]} A @typedef {import("../entries.js").EntryOf<A>} EntryOf */

const PREPARING = ["cards", "rehearsal", "opening", "incident"];
const VOTING = ["Ballot", "EndBallots", "incident"];
const BOOKS = ["hand_count", "note", "incident"];
const OPENED = ["PartialDecryption", "decryption_proof", "Result", ...BOOKS];
/** What may stand right after an act. */
const NEXT = new Map([
  ["definition", PREPARING],
  ["cards", PREPARING],
  ["rehearsal", PREPARING],
  ["opening", ["Setup"]],
  ["Setup", VOTING],
  ["Ballot", VOTING],
  ["EndBallots", ["closing"]],
  ["closing", ["EncryptedTally", ...BOOKS]],
  ["EncryptedTally", OPENED],
  ["PartialDecryption", OPENED],
  ["decryption_proof", ["decryption_proof", "Result"]],
  ["Result", ["publication"]],
  ["publication", ["addendum", "incident"]],
]);
const AT_ONCE = ["opening", "EndBallots", "decryption_proof", "Result"];
const SECRET = ["PartialDecryption", "Result"];

/**
 * Return the act of an entry as its bytes say it; of an event, the type.
 * @param {Entry} entry
 */
function actOf(entry) {
  return entry.act === "event" ? entry.event.type : entry.act;
}

/**
 * Return the entries of an act, each with its index.
 * @template {Entry["act"]} A
 * @param {Entry[]} entries
 * @param {A} act
 */
function ofAct(entries, act) {
  return entries.flatMap((entry, index) => {
    return entry.act === act ? [{ index, entry: /** @type {EntryOf<A>} */ (entry) }] : [];
  });
}

/** Check 29: the events in the log are the record's chain, as far as the record is public. @type {LogRun} */
export function checkLogEvents(subject) {
  const entries = entriesOf(subject);
  const logged = ofAct(entries, "event").map(({ index, entry }) => ({ index, event: entry.event }));
  const recorded = subject.record.record.entries;
  for (const { event, index: height } of recorded.slice(0, logged.length)) {
    if (event === null) throw new Blocked("chain");
    if (!isSameEvent(event, logged[height].event)) {
      const values = { height: `${height}` };
      return [finding("event_changed", { entry: logged[height].index, values })];
    }
  }
  if (recorded.length > logged.length) {
    return [finding("event_not_in_log", { values: { height: `${logged.length}` } })];
  }
  const isPublished = entries.some(({ act }) => act === "publication");
  return logged.flatMap(({ index, event }, height) => {
    const isMissed = isPublished || !SECRET.includes(event.type);
    if (height < recorded.length || !isMissed) return [];
    const values = { height: `${height}`, type: event.type };
    return [finding("event_not_in_record", { entry: index, values })];
  });
}

/**
 * @param {Event} left
 * @param {Event} right
 */
function isSameEvent(left, right) {
  return (
    left.parent === right.parent &&
    left.height === right.height &&
    left.type === right.type &&
    left.payload === right.payload
  );
}

/** Check 30: each act stands where it may; what must follow at once does. @type {LogRun} */
export function checkLogOrder(subject) {
  /** @type {Finding[]} */
  const found = [];
  let before = "definition";
  let isRehearsed = false;
  entriesOf(subject).forEach((entry, index) => {
    const act = actOf(entry);
    if (act === "definition") return; // check 28
    if (!(NEXT.get(before) || []).includes(act)) {
      found.push(finding("act_out_of_order", { entry: index, values: { act, before } }));
    }
    if (act === "rehearsal") isRehearsed = true;
    if (act === "opening" && !isRehearsed) found.push(finding("no_rehearsal", { entry: index }));
    if (NEXT.has(act)) before = act;
  });
  if (AT_ONCE.includes(before)) found.push(finding("act_unfinished", { values: { act: before } }));
  return found;
}

/**
 * Check 31: cards printed = issued + void; issued = listed = cast + not returned; what was counted
 * by hand and differs was explained before the publication. @type {LogRun}
 */
export function checkLogCards(subject) {
  const entries = entriesOf(subject);
  const [opened] = ofAct(entries, "opening");
  if (opened === undefined) throw new Blocked("log_order");
  const { printed, issued, void: unused } = opened.entry;
  const listed = subject.record.structures.credentials.get().size;
  const batches = ofAct(entries, "cards").reduce((sum, { entry }) => sum + entry.count, 0);
  const found = balance(opened.index, [
    ["printed", printed, batches],
    ["issued + void", issued + unused, printed],
    ["issued", issued, listed],
  ]);
  found.push(...timeFaults(subject, opened.index, opened.entry.time));
  const [closed] = ofAct(entries, "closing");
  if (closed === undefined) {
    if (found.length) return found;
    throw new NotReached();
  }
  const ballots = entries.filter((entry) => actOf(entry) === "Ballot").length;
  const { cast, not_returned: kept } = closed.entry;
  found.push(
    ...balance(closed.index, [
      ["issued", closed.entry.issued, issued],
      ["cast", cast, ballots],
      ["cast + not returned", cast + kept, closed.entry.issued],
    ]),
  );
  const { revotes } = surveyed(subject.record);
  if (revotes) found.push(finding("card_used_twice", { values: { count: `${revotes}` } }));
  return [...found, ...unexplainedFaults(entries)];
}

/**
 * Find what the committee counted otherwise and published without a note about it.
 * @param {Entry[]} entries
 */
function unexplainedFaults(entries) {
  const published = entries.findIndex(({ act }) => act === "publication");
  if (published < 0) return [];
  const before = entries.slice(0, published);
  return unexplained(countedByHand(before), before).map(({ what, said, right, index: entry }) => {
    const values = { what, said: `${said}`, right: `${right}` };
    return finding("cards_unexplained", { entry, values });
  });
}

/**
 * Find the sums that do not come out.
 * @param {number} entry
 * @param {[string, number, number][]} rows
 */
function balance(entry, rows) {
  return rows
    .filter(([, said, right]) => said !== right)
    .map(([what, said, right]) => {
      return finding("cards_differ", { entry, values: { what, said: `${said}`, right: `${right}` } });
    });
}

/**
 * Compare the time of the opening with the record's.
 * @param {LogSubject} subject
 * @param {number} entry
 * @param {number} time
 */
function timeFaults({ record }, entry, time) {
  const { header } = record.record;
  if (header instanceof BallotsError) throw new Blocked("header");
  if (String(time) === header.timestamp) return [];
  return [finding("opening_time", { entry, values: { said: `${time}`, right: header.timestamp } })];
}

/**
 * Check 32: once published, each partial decryption has one strong proof, and it holds.
 * @param {LogSubject} subject
 */
export async function checkLogDecryptions(subject) {
  const entries = entriesOf(subject);
  needPublication(entries);
  const { decryptions } = subject.record.structures;
  const logged = entries.filter((entry) => actOf(entry) === "PartialDecryption").length;
  if (decryptions.length !== logged) throw new Blocked("log_events");
  const owned = decryptions.map((one) => one.owned.get());
  const waiting = new Map(owned.map((one) => [`${one.owner} ${one.payload}`, one.owner]));
  /** @type {Finding[]} */
  const found = [];
  for (const { index, entry } of ofAct(entries, "decryption_proof")) {
    if (waiting.delete(`${entry.owner} ${entry.decryption}`)) {
      found.push(...(await proofFaults(subject, index, entry)));
    } else {
      const values = { owner: `${entry.owner}` };
      found.push(finding("stray_strong_proof", { entry: index, values }));
    }
  }
  const owners = [...waiting.values()].sort((a, b) => (a < b ? -1 : Number(a > b)));
  return [
    ...found,
    ...owners.map((owner) => finding("no_strong_proof", { values: { owner: `${owner}` } })),
  ];
}

/**
 * Verify one strong proof.
 * @param {LogSubject} subject
 * @param {number} index
 * @param {EntryOf<"decryption_proof">} entry
 */
async function proofFaults({ record: { record, structures } }, index, { owner, decryption, proof }) {
  const trustees = structures.trustees.get();
  const member = record.data(decryption);
  if (member === null) throw new Blocked("references");
  if (owner > trustees.count) throw new Blocked("decryption_owners");
  const data = await record.content(member);
  const rows = structures.tally.get();
  const tally = record.data(structures.sized.get().encrypted_tally);
  const digest = tally === null ? "" : tally.digest; // null: its rows could not have been read
  const read = attempted(() => {
    const key = keyOf(trustees, owner);
    verifyWholeDecryption(proof, data, { rows, digest }, key, structures.election.get());
  });
  return read instanceof BallotsError ? [refusalFound(read, index)] : [];
}

/** Check 33: the publication names the SHA-256 of the record's result. @type {LogRun} */
export function checkLogPublication(subject) {
  const entries = entriesOf(subject);
  needPublication(entries);
  const [result] = subject.record.record.ofType("Result");
  if (result === undefined || result.event === null) throw new Blocked("log_events");
  const right = result.event.payload;
  return ofAct(entries, "publication")
    .filter(({ entry }) => entry.result !== right)
    .map(({ index }) => finding("result_differs", { entry: index }));
}

/**
 * Throw NotReached if nothing is published yet.
 * @param {Entry[]} entries
 */
function needPublication(entries) {
  if (!entries.some(({ act }) => act === "publication")) throw new NotReached();
}
