/**
 * One verification, as the page is told of it: plain objects, so that they can come from a worker.
 */

import { sourceOf } from "../audit/archive.js";
import { RecordUnreadable } from "../audit/errors.js";
import { readEvidence } from "../audit/evidence.js";
import { jsonReport, unreadableJson } from "../audit/report.js";
import { verifyRecord } from "../audit/verifier.js";

/** @typedef {import("../audit/survey.js").Pool} Pool */
/** @typedef {import("../audit/verifier.js").Progress} Progress */

/**
 * What to verify. kept: checkpoints and receipts.
 * @typedef {object} Asked
 * @property {Blob} record
 * @property {string} name of the record
 * @property {Blob | null} earlier
 * @property {File | null} log
 * @property {File | null} policy
 * @property {File[]} kept
 */

/**
 * The report in both languages, and what is needed to show the result.
 * @typedef {object} Answer
 * @property {any} vi as `python -m audit --json --lang vi` gives it
 * @property {any} en
 * @property {{ question: string, answers: string[], blank: boolean }[]} questions
 */

/**
 * Verify a record, and the log that was given with it.
 * @param {Asked} asked
 * @param {Pool} pool
 * @param {Progress} progress
 * @returns {Promise<Answer>}
 */
export async function verify(asked, pool, progress) {
  const { record, name, earlier } = asked;
  try {
    progress("reading", 0, 0);
    const evidence = await evidenceOf(asked);
    const older = earlier === null ? null : sourceOf(earlier);
    const options = { pool, earlier: older, evidence, progress };
    const verdict = await verifyRecord(sourceOf(record), options);
    const { election } = verdict.summary;
    const [vi, en] = [jsonReport(name, verdict, "vi"), jsonReport(name, verdict, "en")];
    return { vi, en, questions: election === null ? [] : election.questions };
  } catch (error) {
    if (!(error instanceof RecordUnreadable)) throw error;
    const wrong = error.file || name;
    const [vi, en] = [unreadableJson(wrong, error, "vi"), unreadableJson(wrong, error, "en")];
    return { vi, en, questions: [] };
  }
}

/** @param {Asked} asked */
async function evidenceOf({ log, policy, kept }) {
  if (log === null) return null;
  return readEvidence({
    log: named(log),
    policy: policy === null ? null : named(policy),
    earlier: kept.map(named),
  });
}

/** @param {File} file */
function named(file) {
  return { name: file.name, source: sourceOf(file) };
}
