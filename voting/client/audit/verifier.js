/** Verify a record: run every numbered check that can run, never stopping at the first finding; twin of audit/verifier.py. */

import * as ballots from "./checks/ballots.js";
import * as chain from "./checks/chain.js";
import { checkEarlier } from "./checks/earlier.js";
import * as setup from "./checks/setup.js";
import * as tally from "./checks/tally.js";
import { Blocked, NotReached } from "./findings.js";
import { readStructures } from "./reading.js";
import { openRecord } from "./record.js";
import { surveyBallots, totalWeight } from "./survey.js";

/** @typedef {import("./archive.js").Source} Source */
/** @typedef {import("./checks/subject.js").Run} Run */
/** @typedef {import("./checks/subject.js").Subject} Subject */
/** @typedef {import("./findings.js").CheckName} CheckName */
/** @typedef {import("./findings.js").CheckResult} CheckResult */

/**
 * The checks, in the order in which they are run and reported. A further check is a line here, a
 * number in findings.js and a title in catalogue.js.
 * @type {[CheckName, Run][]}
 */
const CHECKS = [
  ["header", chain.checkHeader],
  ["names", chain.checkNames],
  ["chain", chain.checkChain],
  ["order", chain.checkOrder],
  ["references", chain.checkReferences],
  ["setup", setup.checkSetup],
  ["election", setup.checkElection],
  ["trustees", setup.checkTrustees],
  ["election_key", setup.checkElectionKey],
  ["credentials", setup.checkCredentials],
  ["ballot_form", ballots.checkBallotForm],
  ["ballot_election", ballots.checkBallotElection],
  ["ballot_credential", ballots.checkBallotCredential],
  ["ballot_signature", ballots.checkBallotSignature],
  ["ballot_proofs", ballots.checkBallotProofs],
  ["repeats", ballots.checkRepeats],
  ["tally_size", tally.checkTallySize],
  ["tally", tally.checkTally],
  ["decryption_owners", tally.checkDecryptionOwners],
  ["decryption_proofs", tally.checkDecryptionProofs],
  ["enough_decryptions", tally.checkEnoughDecryptions],
  ["result", tally.checkResult],
];

/** How far a record goes, told by the last kind of event it has. @type {[string, Stage][]} */
const STAGES = [
  ["Result", "result"],
  ["PartialDecryption", "decrypting"],
  ["EncryptedTally", "tallied"],
  ["EndBallots", "closed"],
  ["Setup", "open"],
];

/** @typedef {"nothing" | "open" | "closed" | "tallied" | "decrypting" | "result"} Stage */

/** @typedef {ReturnType<typeof summaryOf>} Summary */

/**
 * The outcome of every check and a summary of the record.
 * @typedef {{ checks: CheckResult[], summary: Summary, isSound: boolean }} Verdict
 */

/**
 * What is being done: reading the file, verifying ballots (`done` of `total`), adding up.
 * @typedef {(step: "reading" | "ballots" | "tally", done: number, total: number) => void} Progress
 */

/**
 * Run all checks on a record.
 * @param {Source} source
 * @param {object} options
 * @param {import("./survey.js").Pool} options.pool
 * @param {Source | null} [options.earlier] an older copy of the record (check 23)
 * @param {Progress} [options.progress]
 * @returns {Promise<Verdict>}
 * @throws {RecordUnreadable} either is not an archive of the one form
 */
export async function verifyRecord(source, { pool, earlier = null, progress = () => {} }) {
  progress("reading", 0, 0);
  const record = await openRecord(source);
  const older = earlier === null ? null : await openRecord(earlier);
  const structures = await readStructures(record);
  const election = structures.election.value;
  const weights = structures.credentials.value;
  const survey =
    election === null
      ? null
      : await surveyBallots(record, election, weights, pool, (done, total) =>
          progress("ballots", done, total),
        );
  progress("tally", 0, 0);
  /** @type {Subject} */
  const subject = { record, structures, survey, factors: new Map() };
  /** @type {CheckResult[]} */
  const checks = [];
  for (const [check, run] of CHECKS) checks.push(await outcome(check, run, subject));
  if (older !== null) checks.push(ended("earlier", checkEarlier(record, older)));
  const isSound = checks.every(({ state }) => state === "passed" || state === "not_reached");
  return { checks, summary: summaryOf(subject), isSound };
}

/**
 * Run one check and say how it ended.
 * @param {CheckName} check
 * @param {Run} run
 * @param {Subject} subject
 * @returns {Promise<CheckResult>}
 */
async function outcome(check, run, subject) {
  try {
    return ended(check, await run(subject));
  } catch (error) {
    if (error instanceof Blocked) {
      return { check, state: "not_run", findings: [], needs: error.needs };
    }
    if (!(error instanceof NotReached)) throw error;
    // A result comes last: where there is one, something is left out.
    return subject.record.ofType("Result").length
      ? { check, state: "not_run", findings: [], needs: "order" }
      : { check, state: "not_reached", findings: [], needs: null };
  }
}

/**
 * @param {CheckName} check
 * @param {import("./findings.js").Finding[]} findings
 * @returns {CheckResult}
 */
function ended(check, findings) {
  return { check, state: findings.length ? "failed" : "passed", findings, needs: null };
}

/**
 * Gather what the record is, as far as it could be read; the result is what the record says.
 * @param {Subject} subject
 */
function summaryOf({ record, structures, survey }) {
  const { election, trustees, credentials, result } = structures;
  const known = credentials.value === null ? null : survey;
  const present = new Set(record.entries.map(({ event }) => event && event.type));
  const reached = STAGES.find(([type]) => present.has(type));
  return {
    stage: reached === undefined ? /** @type {Stage} */ ("nothing") : reached[1],
    entries: record.entries.length,
    ballots: record.ofType("Ballot").length,
    election: election.value,
    credentials: credentials.value && credentials.value.size,
    trustees: trustees.value && trustees.value.count,
    counted: known && known.counted.size,
    revotes: known && known.revotes,
    weight: known && totalWeight(known),
    result: result.value,
  };
}
