/** The verifier's own machinery: its arithmetic, its workers, its numbers. What it says of records: test_verifier.py. */

import assert from "node:assert/strict";
import test from "node:test";

import { sourceOf } from "../../voting/client/audit/archive.js";
import { RecordUnreadable } from "../../voting/client/audit/errors.js";
import { help, helperPool, ownPool } from "../../voting/client/audit/pool.js";
import { jsonLine, jsonReport } from "../../voting/client/audit/report.js";
import { verifyRecord } from "../../voting/client/audit/verifier.js";
import { groupNamed, parseElement, reduce } from "../../voting/client/ballots/group.js";
import { file } from "./support.js";

const report = async (pool, name = "plain.bel") =>
  jsonReport(name, await verifyRecord(sourceOf(file(name)), { pool }), "en");

/** Helpers in this very thread, each behind a port. */
function helpers(count) {
  const channels = Array.from({ length: count }, () => new MessageChannel());
  for (const { port2 } of channels) help(port2);
  return channels;
}

async function withHelpers(count, work) {
  const channels = helpers(count);
  try {
    return await work(helperPool(channels.map(({ port1 }) => port1)));
  } finally {
    for (const { port1 } of channels) port1.close();
  }
}

test("helpers find what one alone finds, in the same order", async () => {
  for (const name of ["weighted.bel", "forged/individual-proof-response-changed.bel"]) {
    const alone = await report(ownPool, name);
    for (const count of [1, 3]) {
      assert.deepEqual(await withHelpers(count, (pool) => report(pool, name)), alone);
    }
  }
});

test("a helper that dies is told", async () => {
  const { port1 } = new MessageChannel(); // nobody answers
  const pool = helperPool([port1]);
  const said = report(pool);
  const timer = setInterval(() => pool.lose(), 20);
  await assert.rejects(said, (error) => error instanceof RecordUnreadable && error.code === "worker_lost");
  clearInterval(timer);
  port1.close();
});

test("a file that changes between two readings is told", async () => {
  const bytes = file("plain.bel");
  let reads = 0;
  const source = sourceOf(bytes);
  const changing = {
    ...source,
    read: async (start, end) => {
      const piece = await source.read(start, end);
      reads += 1;
      if (reads > 20) piece[0] ^= 1;
      return piece;
    },
  };
  const said = verifyRecord(changing, { pool: ownPool });
  await assert.rejects(said, (error) => error.code === "changed_while_read");
});

test("progress goes from nothing to all ballots", async () => {
  const seen = [];
  const progress = (step, done, total) => seen.push([step, done, total]);
  await verifyRecord(sourceOf(file("plain.bel")), { pool: ownPool, progress });
  assert.deepEqual(seen[0], ["reading", 0, 0]);
  assert.deepEqual(seen[1], ["ballots", 0, 6]);
  assert.deepEqual(seen.slice(-2), [["ballots", 6, 6], ["tally", 0, 0]]);
});

test("powers modulo p by windows and tables are powers", () => {
  const group = groupNamed("BELENIOS-2048");
  const g = group.powerG(1n);
  const slow = (base, exponent) => {
    let value = group.identity;
    for (const bit of exponent.toString(2)) {
      value = group.multiply(value, value);
      if (bit === "1") value = group.multiply(value, base);
    }
    return value;
  };
  const x = slow(g, 123456789123456789n);
  for (const exponent of [0n, 1n, 31n, 32n, 33n, group.order - 1n, group.order / 7n, 1n << 255n]) {
    assert.equal(group.powerG(reduce(group, exponent)), slow(g, reduce(group, exponent)));
    assert.equal(group.power(x, reduce(group, exponent)), slow(x, reduce(group, exponent)));
  }
  assert.equal(group.multiply(group.divide(g, x), x), g);
  assert.equal(group.power(x, group.order), group.identity);
  assert.ok(group.isMember(x) && !group.isMember(2n) && !group.isMember(0n));
  assert.throws(() => parseElement(group, "1"), { refusal: "not_in_group" });
});

test("whole numbers of any size stay exact in a report", () => {
  const report = { a: [1n, -(10n ** 30n)], b: null, c: { d: "“x”\n" }, e: true };
  const written = `{"a":[1,-1000000000000000000000000000000],"b":null,"c":{"d":"“x”\\n"},"e":true}`;
  assert.equal(jsonLine(report), written);
});
