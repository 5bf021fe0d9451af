/**
 * Checks 24 to 28 and 34: the log by itself: form, tree, signatures, how it begins; twin of
 * audit/checks/log.py. Checks 29 to 33 are in acts.js.
 */

import { clockTime } from "../../clock.js";
import { isSame } from "../../group.js";
import { LogRefused } from "../../log_errors.js";
import { leafHash, rootOf, verifyInclusion } from "../../merkle.js";
import { keyText } from "../../note.js";
import { NO_WITNESS, parsePolicy } from "../../policy.js";
import { evaluatePolicy, verifyQuorum } from "../../quorum.js";
import { Blocked, NotReached, finding, logRefusalFound, refusalFound } from "../findings.js";
import { trackerOfDigest } from "./ballots.js";

/** @typedef {import("../entries.js").Entry} Entry */
/** @typedef {import("../evidence.js").Earlier} Earlier */
/** @typedef {import("../findings.js").Finding} Finding */
/** @typedef {import("../../checkpoint.js").SignedCheckpoint} SignedCheckpoint */
/** @typedef {import("../../policy.js").Policy} Policy */
/** @typedef {import("../../policy.js").PolicyKey} PolicyKey */
/** @typedef {import("../entries.js").EntryOf<"definition">} Definition */

/**
 * A record and its log under verification.
 * @typedef {object} LogSubject
 * @property {import("./subject.js").Subject} record
 * @property {import("../evidence.js").Evidence} evidence
 */

/** @typedef {(subject: LogSubject) => Finding[] | Promise<Finding[]>} LogRun */

/**
 * Return all entries. Throws Blocked if one cannot be read.
 * @param {LogSubject} subject
 * @returns {Entry[]}
 */
export function entriesOf({ evidence }) {
  return evidence.log.lines.map(({ entry }) => {
    if (entry === null) throw new Blocked("log_form");
    return entry;
  });
}

/**
 * Return the policy. Throws Blocked if none was given and the log has none.
 * @param {LogSubject} subject
 */
function policyOf({ evidence }) {
  if (evidence.policy === null) throw new Blocked("log_definition");
  return evidence.policy;
}

/** Check 24: each entry is canonical JSON of an act that is on the list. @type {LogRun} */
export function checkLogForm({ evidence }) {
  return evidence.log.lines.flatMap(({ error, index }) => {
    return error === null ? [] : [refusalFound(error, index)];
  });
}

/** Check 25: the checkpoint's size and root are those of the entries (RFC 6962). @type {LogRun} */
export function checkLogTree({ evidence }) {
  const { leaves, signed } = evidence.log;
  const { size, root } = signed.checkpoint;
  if (size !== leaves.length) {
    return [finding("log_size", { values: { said: `${size}`, right: `${leaves.length}` } })];
  }
  return isSame(root, rootOf(leaves)) ? [] : [finding("log_root")];
}

/** Check 26: the policy's log key signed the checkpoint; its origin ends in the uuid. @type {LogRun} */
export function checkLogSignature(subject) {
  const { signed } = subject.evidence.log;
  const policy = policyOf(subject);
  const { uuid } = subject.record.structures.election.get();
  const { origin } = signed.checkpoint;
  if (!origin.endsWith(`/${uuid}`)) return [finding("log_origin", { values: { origin } })];
  return signatureFaults(policy, signed);
}

/**
 * Find what is wrong with the signature of the log, whatever witnesses say.
 * @param {Policy} policy
 * @param {SignedCheckpoint} signed
 * @param {string} [where]
 */
function signatureFaults({ logs }, signed, where = "") {
  if (!logs.length) return [finding("no_log_key")];
  const policy = { logs, witnesses: new Map(), groups: new Map(), quorum: NO_WITNESS };
  return refusedIn(() => evaluatePolicy(policy, signed), { where });
}

/**
 * Do something with the log's formats; what is refused is a finding.
 * @param {() => void} work
 * @param {{ entry?: number, where?: string }} [place]
 * @returns {Finding[]}
 */
function refusedIn(work, place) {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof LogRefused) return [logRefusalFound(error, place)];
    throw error;
  }
}

/** Check 27: the quorum cosigned the checkpoint; not reached if nobody is asked for. @type {LogRun} */
export function checkLogWitnesses(subject) {
  const policy = { ...policyOf(subject), logs: [] };
  const found = refusedIn(() => verifyQuorum(policy, subject.evidence.log.signed));
  if (!found.length && policy.quorum === NO_WITNESS) throw new NotReached();
  return found.length ? [...found, ...lastSeen(subject.evidence, policy)] : found;
}

/**
 * Say since when the quorum is missing: after the largest kept beginning that it cosigned.
 * @param {import("../evidence.js").Evidence} evidence
 * @param {Policy} policy
 */
function lastSeen({ log, earlier }, policy) {
  const seen = earlier
    .flatMap(({ signed, receipt }) => (receipt?.held ? [signed, receipt.held.signed] : [signed]))
    .map((signed) => ({ size: signed.checkpoint.size, time: seenAt(signed, log.leaves, policy) }))
    .filter(({ time }) => time !== null)
    .sort((left, right) => right.size - left.size || Number(left.time) - Number(right.time));
  if (!seen.length) return [];
  const [{ size, time }] = seen;
  const values = { size: String(size), time: clockTime(Number(time)) };
  return [finding("witnesses_up_to", { entry: size, values })];
}

/**
 * Say when enough witnesses had cosigned a checkpoint that is of a beginning of the log.
 * @param {SignedCheckpoint} signed
 * @param {Uint8Array[]} leaves
 * @param {Policy} policy
 */
function seenAt(signed, leaves, policy) {
  const { size, root } = signed.checkpoint;
  if (size < 1 || size > leaves.length || !isSame(rootOf(leaves.slice(0, size)), root)) return null;
  try {
    return evaluatePolicy(policy, signed).reachedAt;
  } catch (error) {
    if (error instanceof LogRefused) return null;
    throw error;
  }
}

/** Check 28: the log begins with the record's definition, and has one; its policy is ours. @type {LogRun} */
export function checkLogDefinition(subject) {
  const { lines } = subject.evidence.log;
  const first = lines.length ? lines[0].entry : null;
  if (lines.length && first === null) throw new Blocked("log_form");
  if (first === null || first.act !== "definition") return [finding("no_definition")];
  const seconds = lines.slice(1).filter(({ entry }) => entry !== null && entry.act === "definition");
  return [
    ...seconds.map(({ index }) => finding("second_definition", { entry: index })),
    ...definitionFaults(subject, first),
    ...policyFaults(subject, first),
  ];
}

/**
 * Compare uuid and hashes with the record's; the definition's stands in the description.
 * @param {LogSubject} subject
 * @param {Definition} first
 */
function definitionFaults({ record }, first) {
  const setup = record.structures.setup.get();
  const election = record.structures.election.get();
  /** @type {[string, string, string][]} */
  const pairs = [
    ["uuid", first.uuid, election.uuid],
    ["election", first.election, setup.election],
    ["trustees", first.trustees, setup.trustees],
  ];
  const found = pairs
    .filter(([, said, right]) => said !== right)
    .map(([what]) => finding("definition_differs", { entry: 0, values: { what } }));
  const isNamed = election.description.endsWith(`SHA-256: ${first.definition}`);
  return isNamed ? found : [...found, finding("definition_unnamed", { entry: 0 })];
}

/**
 * Compare the policy in the log with the given one: the same log keys, the same witnesses.
 * @param {LogSubject} subject
 * @param {Definition} first
 */
function policyFaults(subject, first) {
  /** @type {Finding[]} */
  const found = [];
  const refused = refusedIn(
    () => {
      const said = parsePolicy(first.policy);
      const right = policyOf(subject);
      /** @type {[string, (policy: Policy) => PolicyKey[]][]} */
      const kinds = [
        ["log", ({ logs }) => logs],
        ["witness", ({ witnesses }) => [...witnesses.values()]],
      ];
      for (const [what, keys] of kinds) {
        if (areSameKeys(keys(said), keys(right))) continue;
        found.push(finding("policy_differs", { entry: 0, values: { what } }));
      }
    },
    { entry: 0 },
  );
  return [...found, ...refused];
}

/**
 * @param {PolicyKey[]} left
 * @param {PolicyKey[]} right
 */
function areSameKeys(left, right) {
  const [a, b] = [left, right].map((keys) => new Set(keys.map(({ key }) => keyText(key))));
  return a.size === b.size && [...a].every((key) => b.has(key));
}

/** Check 34: every checkpoint and receipt that was kept is a beginning of this log. @type {LogRun} */
export function checkLogEarlier(subject) {
  const policy = policyOf(subject);
  const { log, earlier } = subject.evidence;
  return earlier.flatMap((one) => {
    const unsigned = signatureFaults(policy, one.signed, one.name);
    return unsigned.length ? unsigned : earlierFaults(one, log.leaves);
  });
}

/**
 * Compare a kept checkpoint, and the ballot of a receipt, with the entries of the log.
 * @param {Earlier} earlier
 * @param {Uint8Array[]} leaves
 */
function earlierFaults({ name, signed, receipt }, leaves) {
  const { size, root } = signed.checkpoint;
  const values = { file: name, said: `${size}`, right: `${leaves.length}` };
  /** @type {Finding[]} */
  const found = [];
  if (size > leaves.length) found.push(finding("log_went_back", { values }));
  else if (!isSame(rootOf(leaves.slice(0, size)), root)) found.push(finding("log_forked", { values }));
  if (receipt === null) return found;
  const { proof, entry, payload } = receipt;
  const leaf = leafHash(entry);
  const verify = () => verifyInclusion(leaf, proof.index, size, proof.path, root);
  const refused = refusedIn(verify, { where: name });
  if (refused.length) return [...found, ...refused];
  if (proof.index < leaves.length && !isSame(leaves[proof.index], leaf)) {
    const tracker = payload ? trackerOfDigest(payload) : "";
    found.push(finding("log_entry_changed", { entry: proof.index, tracker, values }));
  }
  return found;
}
