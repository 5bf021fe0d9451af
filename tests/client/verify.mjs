/**
 * Verify records for test_verifier.py: JSON comes in on stdin, one JSON report a line goes out.
 *
 * {"records": [{"path", "earlier"?}], "language": "vi" | "en"}; of the path null, the
 * sentences, of the path "?" the numbers of the checks and whose they are.
 */

import { openAsBlob, readFileSync } from "node:fs";

import { sourceOf } from "../../voting/client/audit/archive.js";
import * as catalogue from "../../voting/client/audit/catalogue.js";
import * as inquirySentences from "../../voting/client/audit/inquiry_sentences.js";
import { Check } from "../../voting/client/audit/findings.js";
import { CHECKS_OF } from "../../voting/client/audit/inquiries.js";
import { RecordUnreadable } from "../../voting/client/audit/errors.js";
import { ownPool } from "../../voting/client/audit/pool.js";
import { jsonLine, jsonReport, unreadableJson } from "../../voting/client/audit/report.js";
import { verifyRecord } from "../../voting/client/audit/verifier.js";
import "./support.js";

const { records, language } = JSON.parse(readFileSync(0, "utf8"));

async function report(path, earlier) {
  try {
    const older = earlier ? sourceOf(await openAsBlob(earlier)) : null;
    const source = sourceOf(await openAsBlob(path));
    return jsonReport(path, await verifyRecord(source, { pool: ownPool, earlier: older }), language);
  } catch (error) {
    if (!(error instanceof RecordUnreadable)) throw error;
    return unreadableJson(path, error, language);
  }
}

for (const { path, earlier } of records) {
  let said;
  if (path === null) said = { ...catalogue, ...inquirySentences };
  else if (path === "?") said = { numbers: Check, questions: CHECKS_OF };
  else said = await report(path, earlier);
  process.stdout.write(`${jsonLine(said)}\n`);
}
