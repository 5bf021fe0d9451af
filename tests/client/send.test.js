/** Sending: a busy server is asked again when it says so, and only a lost connection is told. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { askCard } from "../../voting/client/booth_send.js";

const BUSY = { status: 503, after: "3", body: { refusal: "casting_busy", message: "x" } };
const DOWN = { status: 503, after: null, body: { refusal: "x", message: "x" } };
const LONG = { ...BUSY, after: "3600" };
const STRANGE = { ...BUSY, after: "Fri, 31 Dec 1999 23:59:59 GMT" };
const USED = { status: 409, after: "3", body: { refusal: "credential_used", message: "used" } };

/** Ask with a server that gives these answers in turn; return waits, losses and the outcome. */
async function asked(context, answers) {
  const waits = [];
  const lost = [];
  const left = [...answers];
  context.mock.method(globalThis, "fetch", async () => {
    const next = left.shift();
    if (next === null) throw new TypeError("no connection");
    const headers = new Headers(next.after === null ? {} : { "Retry-After": next.after });
    return { status: next.status, headers, json: async () => next.body };
  });
  context.mock.method(globalThis, "setTimeout", (done, milliseconds) => {
    if (milliseconds !== 20000) {
      waits.push(milliseconds);
      queueMicrotask(done);
    }
    return 0;
  });
  globalThis.window = { addEventListener() {}, removeEventListener() {} };
  const options = { language: () => "vi", onLost: (attempt) => lost.push(attempt) };
  const outcome = await askCard("/api", "card", options);
  assert.deepEqual(left, []);
  return { waits, lost, outcome };
}

test("a busy server is asked again after the time that it says, and nobody is troubled", async (context) => {
  const { waits, lost, outcome } = await asked(context, [BUSY, BUSY, { ...USED, status: 200 }]);
  assert.equal(outcome, null);
  assert.deepEqual(lost, []);
  assert.equal(waits.length, 2);
  assert.ok(waits.every((wait) => wait >= 3000 && wait < 3500));
});

test("no server makes a delegate wait an hour", async (context) => {
  const { waits } = await asked(context, [LONG, { ...USED, status: 200 }]);
  assert.ok(waits.length === 1 && waits[0] >= 10000 && waits[0] < 10500);
});

test("a lost connection is told, and so is a server that does not say when", async (context) => {
  const { waits, lost } = await asked(context, [null, DOWN, STRANGE, { ...USED, status: 200 }]);
  assert.deepEqual(lost, [1, 2, 3]);
  assert.deepEqual(waits, [400, 800, 1600]);
});

test("a refusal is an answer, whatever it says of coming again", async (context) => {
  const { waits, outcome } = await asked(context, [USED]);
  assert.deepEqual(waits, []);
  assert.equal(outcome.refusal, "credential_used");
});
