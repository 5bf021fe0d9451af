/** Verify a record: run every numbered check that can run, never stopping at the first finding; twin of audit/verifier.py. */

import * as ballots from "./checks/ballots.js";
import * as chain from "./checks/chain.js";
import { checkEarlier } from "./checks/earlier.js";
import * as setup from "./checks/setup.js";
import * as tally from "./checks/tally.js";
import { outcome } from "./findings.js";
import { verifyLog } from "./log_verifier.js";
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
 * The outcome of every check, a summary of the record, what was given beside it.
 * @typedef {object} Verdict
 * @property {CheckResult[]} checks
 * @property {Summary} summary
 * @property {boolean} isSound
 * @property {import("./inquiries.js").Given} given
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
 * @param {import("./evidence.js").Evidence | null} [options.evidence] the log with what belongs to
 *   it (checks 24 to 34)
 * @param {Progress} [options.progress]
 * @returns {Promise<Verdict>}
 * @throws {RecordUnreadable} either is not an archive of the one form
 */
export async function verifyRecord(
  source,
  { pool, earlier = null, evidence = null, progress = () => {} },
) {
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
  for (const [check, run] of CHECKS) {
    checks.push(considered(await outcome(check, async () => run(subject)), subject));
  }
  if (older !== null) checks.push(await outcome("earlier", () => checkEarlier(record, older)));
  if (evidence !== null) checks.push(...(await verifyLog(subject, evidence)));
  const isSound = checks.every(({ state }) => state === "passed" || state === "not_reached");
  const given = { log: evidence !== null, policy: evidence !== null && evidence.isGiven };
  return { checks, summary: summaryOf(subject), isSound, given };
}

/**
 * Say how a check of the record ended. A result comes last: where there is one, what has not been
 * reached is left out.
 * @param {CheckResult} result
 * @param {Subject} subject
 * @returns {CheckResult}
 */
function considered(result, { record }) {
  const isLeftOut = result.state === "not_reached" && record.ofType("Result").length > 0;
  return isLeftOut ? { ...result, state: "not_run", needs: "order" } : result;
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
