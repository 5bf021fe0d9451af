/** The browser's verifier judges everything in tests/vectors as findings.json says. */

import assert from "node:assert/strict";
import test from "node:test";

import { sourceOf } from "../../voting/client/audit/archive.js";
import { RecordUnreadable } from "../../voting/client/audit/errors.js";
import { readEvidence } from "../../voting/client/audit/evidence.js";
import { ownPool } from "../../voting/client/audit/pool.js";
import { jsonLine, jsonReport } from "../../voting/client/audit/report.js";
import { verifyRecord } from "../../voting/client/audit/verifier.js";
import { file, isSlow, vector } from "./support.js";

const KEYS = ["code", "entry", "question", "person", "tracker", "values"];

const named = (name) => ({ name: name.slice(name.lastIndexOf("/") + 1), source: sourceOf(file(name)) });

async function evidenceOf({ log, policy, kept }) {
  if (log === null) return null;
  return readEvidence({
    log: named(log),
    policy: policy === null ? null : named(policy),
    earlier: kept.map(named),
  });
}

/** What findings.json keeps of a report: all but passed checks and sentences. */
function expected(report) {
  const failed = report.checks.filter(({ state }) => state === "failed");
  const blocked = report.checks.filter(({ needs }) => needs !== null);
  const open = report.checks.filter(({ state }) => state === "not_reached");
  const short = (found) => Object.fromEntries(KEYS.map((key) => [key, found[key]]));
  return {
    outcome: report.outcome,
    stage: report.stage,
    failed: Object.fromEntries(failed.map(({ number, findings }) => [number, findings.map(short)])),
    not_run: Object.fromEntries(blocked.map(({ number, needs }) => [number, needs])),
    not_reached: open.map(({ number }) => number),
    answers: report.questions.map(({ answer }) => answer),
  };
}

async function judged(given) {
  try {
    const evidence = await evidenceOf(given);
    const earlier = given.earlier === null ? null : sourceOf(file(given.earlier));
    const source = sourceOf(file(given.record));
    const verdict = await verifyRecord(source, { pool: ownPool, earlier, evidence });
    return expected(JSON.parse(jsonLine(jsonReport(given.record, verdict, "en"))));
  } catch (error) {
    if (!(error instanceof RecordUnreadable)) throw error;
    return { outcome: "unreadable", code: error.code, offset: error.offset };
  }
}

for (const { name, record, earlier, log, policy, kept, ...wanted } of vector("findings.json")) {
  test(`finds in ${name} what the catalogue says`, async () => {
    if (isSlow && record.includes("2048")) return;
    assert.deepEqual(await judged({ record, earlier, log, policy, kept }), wanted);
  });
}
