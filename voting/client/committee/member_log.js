/**
 * The log on a member's device: what was seen of it first holds to the end; twin of
 * voting/member_log.py.
 *
 * When the key is made the device keeps the key that signs the log and its checkpoint of then. The
 * record that is decrypted later must be what this very log gives, with the witnesses and the floor
 * of the frozen definition, which the election names by its hash.
 */

import { sourceOf } from "../audit/archive.js";
import * as checks from "../audit/checks/log.js";
import { RecordUnreadable } from "../audit/errors.js";
import { outcome } from "../audit/findings.js";
import { readLog } from "../audit/logfile.js";
import { parseElection } from "../ballots/election.js";
import { parseCheckpoint } from "../checkpoint.js";
import { LogRefused } from "../log_errors.js";
import { keyText, signatureLine } from "../note.js";
import { NO_WITNESS, parsePolicy } from "../policy.js";
import { base64, sha256Hex, utf8 } from "../hashing.js";
import { NotDecrypted } from "./not_decrypted.js";

/** @typedef {import("../audit/evidence.js").Evidence} Evidence */
/** @typedef {import("../audit/findings.js").CheckResult} CheckResult */
/** @typedef {import("../audit/logfile.js").LogFile} LogFile */

/**
 * What the frozen definition says of the committee's work.
 * @typedef {object} Frozen
 * @property {number} fewest of how few ballots a tally may be decrypted
 * @property {boolean} hasServerShare whether a share of the server's is announced
 * @property {{ key: string, url?: string | null }[]} witnesses
 * @property {number} quorum how many of them must have confirmed
 */

/** What a device keeps of the log. @typedef {{ logKey?: string, checkpoint?: string }} Kept */

/**
 * What members compare of a log: `size` entries, six words of `root` (Base64 without padding).
 * @typedef {{ logKey: string, checkpoint: string, mark: import("../box_mark.js").BoxMark,
 *   isWitnessed: boolean }} Held
 */

const FEWEST = 2; // the total of one ballot is its delegate's choice
const UNWITNESSED = ["no_quorum", "witnesses_up_to"];

/**
 * Read the frozen definition, which the election names at the end of its description.
 * @param {string} text
 * @param {string} description
 * @returns {Frozen}
 * @throws {NotDecrypted} other_definition
 */
export function readFrozen(text, description) {
  if (!description.endsWith(`SHA-256: ${sha256Hex(utf8(text))}`)) {
    throw new NotDecrypted("other_definition");
  }
  const { minimum_ballots: fewest, committee, witnesses = [], witness_quorum: quorum = 0 } = JSON.parse(text);
  if (!committee) throw new NotDecrypted("other_definition");
  return {
    fewest: Math.max(FEWEST, Number(fewest)),
    hasServerShare: committee.server_share !== false,
    witnesses,
    quorum,
  };
}

/**
 * Return the policy that the definition asks for; twin of voting/policy.py.
 * @param {Frozen} frozen
 * @param {string} logKey
 */
export function policyOf({ witnesses, quorum }, logKey) {
  const lines = [`log ${logKey}`];
  const names = witnesses.map((_, at) => `w${at + 1}`);
  witnesses.forEach(({ key, url }, at) => lines.push(`witness w${at + 1} ${key}${url ? ` ${url}` : ""}`));
  const isAsked = names.length > 0 && quorum > 0;
  if (isAsked) lines.push(`group witnesses ${quorum} ${names.join(" ")}`);
  lines.push(`quorum ${isAsked ? "witnesses" : NO_WITNESS}`);
  return lines.map((line) => `${line}\n`).join("");
}

/**
 * Return what a record is held against. The log's key is the one that was kept; on a device that
 * kept none, the one that the log itself names.
 * @param {Blob} blob
 * @param {Frozen} frozen
 * @param {Kept} kept
 * @returns {Promise<Evidence>}
 * @throws {NotDecrypted} log_differs
 */
export async function evidenceOf(blob, frozen, kept) {
  try {
    const log = await readLog({ name: "log", source: sourceOf(blob) });
    const first = log.lines.length ? log.lines[0].entry : null;
    if (first === null || first.act !== "definition") throw new NotDecrypted("log_differs");
    const [named] = parsePolicy(first.policy).logs;
    const logKey = kept.logKey || (named === undefined ? "" : keyText(named.key));
    const policy = parsePolicy(policyOf(frozen, logKey));
    return { log, policy, isGiven: true, earlier: keptIn(kept) };
  } catch (error) {
    if (error instanceof NotDecrypted) throw error;
    if (!(error instanceof RecordUnreadable || error instanceof LogRefused)) throw error;
    throw new NotDecrypted("log_differs", { codes: error.code });
  }
}

/** @param {Kept} kept */
function keptIn({ checkpoint }) {
  if (checkpoint === undefined) return [];
  return [{ name: "kept", signed: parseCheckpoint(checkpoint), receipt: null }];
}

/**
 * Verify the log by itself: that it is this election's, whole, signed, and goes on from what was
 * kept.
 * @param {Blob} blob
 * @param {{ election: string, trustees: string, frozen: Frozen, kept: Kept }} known exact texts
 * @returns {Promise<Held>}
 * @throws {NotDecrypted} log_differs
 */
export async function holdLog(blob, { election, trustees, frozen, kept }) {
  const evidence = await evidenceOf(blob, frozen, kept);
  const setup = { election: sha256Hex(utf8(election)), trustees: sha256Hex(utf8(trustees)) };
  const parsed = parseElection(utf8(election));
  const structures = { election: { get: () => parsed }, setup: { get: () => setup } };
  const subject = /** @type {checks.LogSubject} */ (
    /** @type {unknown} */ ({ record: { structures }, evidence })
  );
  const results = [
    await outcome("log_form", async () => checks.checkLogForm(subject)),
    await outcome("log_tree", async () => checks.checkLogTree(subject)),
    await outcome("log_signature", async () => checks.checkLogSignature(subject)),
    await outcome("log_witnesses", async () => checks.checkLogWitnesses(subject)),
    await outcome("log_definition", async () => checks.checkLogDefinition(subject)),
    await outcome("log_earlier", async () => checks.checkLogEarlier(subject)),
  ];
  const faults = faultsOf(results);
  if (faults.length) throw new NotDecrypted("log_differs", { codes: faults.join(", ") });
  return heldOf(evidence, results);
}

/**
 * Return what is kept and compared of a log that was verified.
 * @param {Evidence} evidence
 * @param {CheckResult[]} results
 * @returns {Held}
 */
export function heldOf({ log, policy }, results) {
  const { note, checkpoint } = log.signed;
  const lines = note.signatures.map(signatureLine).join("");
  return {
    logKey: policy === null ? "" : keyText(policy.logs[0].key),
    checkpoint: `${note.text}\n${lines}`,
    mark: { size: checkpoint.size, root: base64(checkpoint.root) },
    isWitnessed: !results.some(lacksOnlyWitnesses),
  };
}

/**
 * Return the checks that fail. That too few witnesses have confirmed is none of them: it is for the
 * member to decide, because a witness may be out of reach.
 * @param {CheckResult[]} results
 */
export function faultsOf(results) {
  return results
    .filter((result) => ["failed", "not_run"].includes(result.state) && !lacksOnlyWitnesses(result))
    .map(({ check }) => check);
}

/**
 * Tell whether too few have cosigned, and no cosignature is wrong.
 * @param {CheckResult} result
 */
function lacksOnlyWitnesses({ check, state, findings }) {
  const isOfWitnesses = check === "log_witnesses" && state === "failed";
  return isOfWitnesses && findings.every(({ code }) => UNWITNESSED.includes(code));
}
