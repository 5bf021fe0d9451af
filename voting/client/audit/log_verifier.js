/** Run checks 24 to 34 on the log that belongs to a record; twin of audit/log_verifier.py. */

import * as acts from "./checks/acts.js";
import * as log from "./checks/log.js";
import { outcome } from "./findings.js";

/** @typedef {import("./findings.js").CheckName} CheckName */
/** @typedef {import("./findings.js").CheckResult} CheckResult */
/** @typedef {import("./checks/log.js").LogRun} LogRun */

/** @type {[CheckName, LogRun][]} */
const LOG_CHECKS = [
  ["log_form", log.checkLogForm],
  ["log_tree", log.checkLogTree],
  ["log_signature", log.checkLogSignature],
  ["log_witnesses", log.checkLogWitnesses],
  ["log_definition", log.checkLogDefinition],
  ["log_events", acts.checkLogEvents],
  ["log_order", acts.checkLogOrder],
  ["log_cards", acts.checkLogCards],
  ["log_decryptions", acts.checkLogDecryptions],
  ["log_publication", acts.checkLogPublication],
];

/**
 * Run every check of the log; check 34 only if a checkpoint or receipt was kept.
 * @param {import("./checks/subject.js").Subject} record
 * @param {import("./evidence.js").Evidence} evidence
 */
export async function verifyLog(record, evidence) {
  const subject = { record, evidence };
  /** @type {[CheckName, LogRun][]} */
  const kept = evidence.earlier.length ? [["log_earlier", log.checkLogEarlier]] : [];
  /** @type {CheckResult[]} */
  const results = [];
  for (const [check, run] of [...LOG_CHECKS, ...kept]) {
    results.push(await outcome(check, async () => run(subject)));
  }
  return results;
}
