/**
 * What is verified beside the record: log, policy, checkpoints and receipts that people kept; twin
 * of audit/evidence.py.
 */

import { BallotsError } from "../ballots/errors.js";
import { parseCheckpoint } from "../checkpoint.js";
import { cutExtra, readHeld } from "../held.js";
import { LogRefused } from "../log_errors.js";
import { MAX_NOTE } from "../note.js";
import { MAX_POLICY, parsePolicy } from "../policy.js";
import { KIND as PROOF_KIND, parseProof } from "../proof.js";
import { parseEntry } from "./entries.js";
import { RecordUnreadable } from "./errors.js";
import { readLog, reasonOf } from "./logfile.js";
import { attempted } from "./record.js";

/** @typedef {import("./logfile.js").LogFile} LogFile */
/** @typedef {import("./logfile.js").Named} Named */
/** @typedef {import("../held.js").Held} Held */
/** @typedef {import("../policy.js").Policy} Policy */
/** @typedef {import("../proof.js").Proof} Proof */

/**
 * A checkpoint that somebody kept; receipt: where it is the receipt of a ballot, whose payload the
 * tracker shows.
 * @typedef {object} Earlier
 * @property {string} name of the file
 * @property {import("../checkpoint.js").SignedCheckpoint} signed
 * @property {{ proof: Proof, entry: Uint8Array, payload: string, held: Held | null } | null} receipt
 */

/**
 * Everything that checks 24 to 34 read beside the record. policy: null if none was given and the
 * log names none that can be read. isGiven: whether the policy came from outside the log.
 * @typedef {{ log: LogFile, policy: Policy | null, isGiven: boolean, earlier: Earlier[] }} Evidence
 */

const MAX_FILE = 4 * MAX_NOTE;
const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Read the files.
 * @param {object} files
 * @param {Named} files.log
 * @param {Named | null} [files.policy]
 * @param {Named[]} [files.earlier]
 * @returns {Promise<Evidence>}
 * @throws {RecordUnreadable} naming the file that cannot be read
 */
export async function readEvidence({ log, policy = null, earlier = [] }) {
  const found = await readLog(log);
  const given = policy === null ? null : await readPolicy(policy);
  const kept = [];
  for (const file of earlier) kept.push(await readEarlier(file));
  return { log: found, policy: given || policyIn(found), isGiven: given !== null, earlier: kept };
}

/**
 * Read a policy. One that is no UTF-8 is refused here; Python reads its bytes.
 * @param {Named} file
 */
async function readPolicy({ name, source }) {
  const content = await source.read(0, Math.min(source.size, MAX_POLICY + 1));
  try {
    return parsePolicy(STRICT.decode(content));
  } catch (error) {
    const detail = error instanceof LogRefused ? `${error.code}: ${error.detail}` : reasonOf(error);
    throw new RecordUnreadable("bad_policy", 0, detail, name);
  }
}

/**
 * Return the policy that the log itself names, if it names one.
 * @param {LogFile} log
 */
function policyIn({ lines }) {
  const first = lines.length ? lines[0].entry : null;
  if (first === null || first.act !== "definition") return null;
  try {
    return parsePolicy(first.policy);
  } catch (error) {
    if (error instanceof LogRefused) return null;
    throw error;
  }
}

/**
 * Read a checkpoint or a receipt.
 * @param {Named} file
 * @returns {Promise<Earlier>}
 */
async function readEarlier({ name, source }) {
  const content = await source.read(0, Math.min(source.size, MAX_FILE));
  const fail = (/** @type {string} */ detail) =>
    new RecordUnreadable("bad_evidence", 0, detail, name);
  try {
    const text = STRICT.decode(content);
    if (!text.startsWith(PROOF_KIND)) return { name, signed: parseCheckpoint(text), receipt: null };
    const proof = parseProof(text);
    const { entry, rest } = cutExtra(proof.extra);
    const payload = payloadIn(entry);
    if (payload === null) throw fail("receipt_not_a_ballot");
    const { held } = readHeld(rest);
    return { name, signed: proof.signed, receipt: { proof, entry, payload, held } };
  } catch (error) {
    throw error instanceof RecordUnreadable ? error : fail(reasonOf(error));
  }
}

/**
 * Return the payload of the ballot's event that an entry is; null if it is something else.
 * @param {Uint8Array} data
 */
function payloadIn(data) {
  const entry = attempted(() => parseEntry(data));
  if (entry instanceof BallotsError || entry.act !== "event") return null;
  return entry.event.type === "Ballot" ? entry.event.payload || "" : null;
}
