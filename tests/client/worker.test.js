/** The worker's messages: what is answered to what, and that no answer tells a choice. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { parseBallot, verifyBallot } from "../../voting/client/ballot.js";
import { BallotsError, SENTENCES, located } from "../../voting/client/errors.js";
import { verifyOpening } from "../../voting/client/opening.js";
import { makeWorker } from "../../voting/client/worker.js";
import { CARD, bytes, electionNamed, twins } from "./support.js";

const election = electionNamed("confidence");
const ELECTION = election.bytes;

/** A worker whose background work is done when the test says so. */
function started() {
  const replies = [];
  const waiting = [];
  const send = makeWorker(
    (reply) => replies.push(reply),
    (work) => waiting.push(work),
  );
  const idle = () => {
    while (waiting.length) waiting.shift()();
  };
  const ask = (request) => {
    const from = replies.length;
    send(request);
    return replies.slice(from);
  };
  const [hello] = ask({ kind: "start", election: ELECTION, credential: CARD });
  return { ask, idle, replies, hello };
}

const kinds = (replies) => replies.map(({ kind }) => kind);

test("a whole vote", () => {
  const { ask, idle, replies, hello } = started();
  assert.equal(hello.kind, "started");
  assert.equal(hello.questions, 2);
  assert.equal(hello.fingerprint, election.fingerprint);
  assert.deepEqual(ask({ kind: "row", row: 0, marks: [1, 0, 0] }), []);
  assert.deepEqual(ask({ kind: "row", row: 1, marks: [0, 1, 0] }), []);
  idle();
  assert.deepEqual(replies.slice(-1), [{ kind: "progress", encrypted: 2, verified: 2, of: 2 }]);
  const [sealed, ...rest] = ask({ kind: "seal" });
  assert.deepEqual(rest, []);
  const [cast] = ask({ kind: "cast" });
  assert.equal(cast.kind, "ballot");
  assert.equal(cast.hash, sealed.hash);
  verifyBallot(parseBallot(cast.bytes, election), election);
  assert.deepEqual(ask({ kind: "forget" }), [{ kind: "forgotten" }]);
});

test("sealing reports its progress", () => {
  const { ask } = started();
  ask({ kind: "row", row: 1, marks: [0, 0, 1] });
  const replies = ask({ kind: "seal" });
  assert.deepEqual(kinds(replies), ["progress", "progress", "progress", "progress", "sealed"]);
});

test("opening gives the choices, starts over, and the next ballot is cast", () => {
  const { ask, idle, replies } = started();
  ask({ kind: "row", row: 0, marks: [1, 0, 0] });
  ask({ kind: "seal" });
  const [opened] = ask({ kind: "open" });
  assert.deepEqual(verifyOpening(opened.file, election).choices, [[1, 0, 0], [0, 0, 0]]);
  const [refused] = ask({ kind: "cast" });
  assert.equal(refused.refusal, "out_of_turn");
  idle();
  assert.equal(replies[replies.length - 1].verified, 2);
  const [sealed] = ask({ kind: "seal" });
  assert.notEqual(sealed.hash, opened.hash);
  assert.equal(ask({ kind: "cast" })[0].kind, "ballot");
});

test("refusals say what was refused and where", () => {
  const { ask } = started();
  assert.deepEqual(ask({ kind: "row", row: 1, marks: [1, 1, 0] }), [
    { kind: "refused", of: "row", refusal: "bad_choices", detail: "question 2: how many are chosen", row: 1 },
  ]);
  assert.equal(ask({ kind: "row", row: 9, marks: [0, 0, 0] })[0].refusal, "out_of_turn");
  assert.equal(ask({ kind: "row", row: 0, marks: "100" })[0].row, 0);
  assert.equal(ask({ kind: "open" })[0].refusal, "out_of_turn");
  assert.equal(ask({ kind: "nonsense" })[0].refusal, "out_of_turn");
  const bad = { kind: "start", election: ELECTION, credential: `0${CARD.slice(1)}` };
  const [refused] = ask(bad);
  assert.equal(refused.refusal, "bad_credential");
  assert.equal(refused.fault.place, 1);
  assert.equal(ask({ kind: "seal" })[0].refusal, "out_of_turn"); // the first start was forgotten
  const broken = bytes(twins.elections[0].bytes.slice(1));
  const [malformed] = ask({ kind: "start", election: broken, credential: CARD });
  assert.deepEqual([malformed.of, malformed.refusal], ["start", "malformed"]);
  const [failed] = ask({ kind: "start", election: ELECTION, credential: 5 });
  assert.deepEqual(failed, { kind: "refused", of: "start", refusal: "failed", detail: "TypeError" });
});

test("no answer before the opening depends on the choices", () => {
  const told = [[1, 0, 0], [0, 0, 1], [0, 0, 0]].map((marks) => {
    const { ask, idle, replies } = started();
    ask({ kind: "row", row: 0, marks });
    ask({ kind: "row", row: 1, marks });
    idle();
    ask({ kind: "seal" });
    return JSON.stringify(replies.map((reply) => ({ ...reply, hash: undefined })));
  });
  assert.equal(new Set(told).size, 1);
});

test("a row that arrives while another is waited for comes first to its turn once", () => {
  const { ask, idle, replies } = started();
  ask({ kind: "row", row: 0, marks: [1, 0, 0] });
  ask({ kind: "row", row: 0, marks: [0, 1, 0] });
  idle();
  assert.equal(replies.filter(({ kind }) => kind === "progress").length, 2);
});

test("every refusal has its sentences", () => {
  for (const { vi, en } of Object.values(SENTENCES)) assert.ok(vi.endsWith(".") && en.endsWith("."));
  assert.equal(new BallotsError("malformed").message, "malformed");
  assert.equal(located(3, ""), "question 3");
});
