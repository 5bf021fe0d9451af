/**
 * Verify records for test_verifier.py: JSON comes in on stdin, one JSON report a line goes out.
 *
 * {"records": [{"path", "earlier"?, "log"?, "policy"?, "kept"?}], "language": "vi" | "en"}; kept:
 * [{"path", "name"}], earlier checkpoints and receipts; of the path null, the
 * sentences, of the path "?" the numbers of the checks and whose they are.
 */

import { openAsBlob, readFileSync } from "node:fs";
import { basename } from "node:path";

import { sourceOf } from "../../voting/client/audit/archive.js";
import * as catalogue from "../../voting/client/audit/catalogue.js";
import { Check } from "../../voting/client/audit/findings.js";
import { CHECKS_OF } from "../../voting/client/audit/inquiries.js";
import * as inquirySentences from "../../voting/client/audit/inquiry_sentences.js";
import { LOGS } from "../../voting/client/audit/log_catalogue.js";
import { RecordUnreadable } from "../../voting/client/audit/errors.js";
import { readEvidence } from "../../voting/client/audit/evidence.js";
import { ownPool } from "../../voting/client/audit/pool.js";
import { jsonLine, jsonReport, unreadableJson } from "../../voting/client/audit/report.js";
import { verifyRecord } from "../../voting/client/audit/verifier.js";
import "./support.js";

const { records, language } = JSON.parse(readFileSync(0, "utf8"));

async function named(path, name = basename(path)) {
  return { name, source: sourceOf(await openAsBlob(path)) };
}

async function evidenceIn({ log, policy, kept = [] }) {
  if (!log) return null;
  return readEvidence({
    log: await named(log),
    policy: policy ? await named(policy) : null,
    earlier: await Promise.all(kept.map(({ path, name }) => named(path, name))),
  });
}

async function report(given) {
  const { path, earlier } = given;
  try {
    const evidence = await evidenceIn(given);
    const older = earlier ? (await named(earlier)).source : null;
    const { source } = await named(path);
    const verdict = await verifyRecord(source, { pool: ownPool, earlier: older, evidence });
    return jsonReport(path, verdict, language);
  } catch (error) {
    if (!(error instanceof RecordUnreadable)) throw error;
    return unreadableJson(error.file || path, error, language);
  }
}

const tables = { numbers: Check, questions: CHECKS_OF };
const sentences = { ...catalogue, ...inquirySentences, LOGS };

for (const given of records) {
  let said;
  if (given.path === null) said = sentences;
  else said = given.path === "?" ? tables : await report(given);
  process.stdout.write(`${jsonLine(said)}\n`);
}
