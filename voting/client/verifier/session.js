/**
 * One verification, as the page is told of it: plain objects, so that they can come from a worker.
 */

import { sourceOf } from "../audit/archive.js";
import { RecordUnreadable } from "../audit/errors.js";
import { jsonReport, unreadableJson } from "../audit/report.js";
import { verifyRecord } from "../audit/verifier.js";

/** @typedef {import("../audit/survey.js").Pool} Pool */
/** @typedef {import("../audit/verifier.js").Progress} Progress */

/**
 * What to verify.
 * @typedef {{ record: Blob, name: string, earlier: Blob | null }} Asked
 */

/**
 * The report in both languages, and what is needed to show the result.
 * @typedef {object} Answer
 * @property {any} vi as `python -m audit --json --lang vi` gives it
 * @property {any} en
 * @property {{ question: string, answers: string[], blank: boolean }[]} questions
 */

/**
 * Verify a record.
 * @param {Asked} asked
 * @param {Pool} pool
 * @param {Progress} progress
 * @returns {Promise<Answer>}
 */
export async function verify({ record, name, earlier }, pool, progress) {
  try {
    const older = earlier === null ? null : sourceOf(earlier);
    const verdict = await verifyRecord(sourceOf(record), { pool, earlier: older, progress });
    const { election } = verdict.summary;
    const [vi, en] = [jsonReport(name, verdict, "vi"), jsonReport(name, verdict, "en")];
    return { vi, en, questions: election === null ? [] : election.questions };
  } catch (error) {
    if (!(error instanceof RecordUnreadable)) throw error;
    const [vi, en] = [unreadableJson(name, error, "vi"), unreadableJson(name, error, "en")];
    return { vi, en, questions: [] };
  }
}
