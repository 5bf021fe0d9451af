/** A member's device against a server that lies: what it refuses, and what it never sends. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { STEPS } from "./ceremony_steps.js";
import { memory } from "./memory.js";
import "./support.js";

const at = (name) => import(`../../voting/client/${name}.js`);
const { Member, blamedIn } = await at("committee/member");
const { proposed } = await at("committee/passphrase");

const NAMES = ["An", "Bình", "Cúc"];
const ROUNDS = ["certificate", "commitment", "polynomial", "voutput"];

/** A server that keeps what it is sent; `lie` changes what it shows to one member. */
class Server {
  constructor(size, threshold) {
    this.place = { size, threshold };
    this.attempt = 1;
    this.sent = Object.fromEntries(ROUNDS.map((round) => [round, new Map()]));
    this.blames = [];
    this.lie = (what, texts) => texts;
  }

  get round() {
    return ROUNDS.find((round) => this.sent[round].size < this.place.size) || "done";
  }

  stateFor(index) {
    const members = NAMES.slice(0, this.place.size).map((name, i) => ({
      index: i + 1,
      name,
      sent: ROUNDS.filter((round) => this.sent[round].has(i + 1)),
      drilled: false,
      decrypted: false,
    }));
    const stopped = this.blames.length > 0;
    const { attempt, round } = this;
    return { ...this.place, attempt, round, state: "keys", you: { index }, members, stopped };
  }

  lineOf(index) {
    return {
      messages: async (what) => {
        const { sent } = this;
        const texts = NAMES.slice(0, this.place.size).map((_, i) => sent[what.slice(0, -1)].get(i + 1));
        return this.lie(what, texts, index);
      },
      send: async (round, text) => this.sent[round].set(index, text),
      blame: async (...found) => this.blames.push([index, ...found]),
    };
  }
}

function seats(server) {
  return NAMES.slice(0, server.place.size).map((_, i) => {
    const kept = {};
    const member = new Member(server.lineOf(i + 1), memory(kept));
    return { kept, advance: () => member.advance(server.stateFor(i + 1)) };
  });
}

async function play(server, members, until) {
  while (server.round !== until) for (const member of members) await member.advance();
}

test("members make a key by themselves, and no seed is among what was sent", async () => {
  const server = new Server(3, 2);
  const members = seats(server);
  await play(server, members, "done");
  const sent = ROUNDS.flatMap((round) => [...server.sent[round].values()]).join();
  for (const { kept } of members) assert.ok(kept.seed && !sent.includes(kept.seed));
  const keys = STEPS.parameters({
    certificates: members[0].kept.certificates,
    polynomials: members.map(({ kept }) => kept.polynomial),
    voutputs: members.map(({ kept }) => kept.voutput),
  });
  assert.equal(keys.length, 3);
});

test("what was sent is kept: the same bytes go again after a reload", async () => {
  const server = new Server(3, 2);
  const members = seats(server);
  for (const round of ROUNDS) {
    await play(server, members, round);
    const before = JSON.stringify(members[0].kept);
    await members[0].advance();
    const first = server.sent[round].get(1);
    server.sent[round].delete(1); // the answer was lost with the server
    await members[0].advance();
    assert.equal(server.sent[round].get(1), first);
    assert.ok(JSON.stringify(members[0].kept).length >= before.length);
  }
});

test("two tabs of one browser send the same", async () => {
  const server = new Server(3, 2);
  const members = seats(server);
  for (const round of ROUNDS) {
    await play(server, members, round);
    const told = [];
    const line = server.lineOf(1);
    line.send = async (what, text) => told.push([what, text]);
    const tabs = [1, 2].map(() => new Member(line, memory(members[0].kept)));
    await Promise.all(tabs.map((tab) => tab.advance(server.stateFor(1))));
    assert.equal(told.length, 2);
    assert.deepEqual(told[0], told[1]);
  }
});

test("another browser of the same member does not begin a second key", async () => {
  const server = new Server(3, 2);
  await seats(server)[0].advance();
  assert.deepEqual(await seats(server)[0].advance(), { kind: "elsewhere" });
  server.attempt = 2;
  server.sent.certificate.clear();
  assert.deepEqual(await seats(server)[0].advance(), { kind: "again" });
});

test("a seed outlives a server that speaks of a new attempt, and of the old one again", async () => {
  const server = new Server(3, 2);
  const members = seats(server);
  await play(server, members, "done");
  const before = { ...members[0].kept };
  const sent = server.sent;
  server.attempt = 2;
  server.sent = Object.fromEntries(ROUNDS.map((round) => [round, new Map()]));
  await play(server, members, "commitment");
  assert.notEqual(members[0].kept.seed, before.seed);
  assert.equal(members[0].kept.aside[1].seed, before.seed);
  const second = members[0].kept.seed;
  Object.assign(server, { attempt: 1, sent: { ...sent, voutput: new Map() } });
  await members[0].advance();
  const { aside, ...again } = members[0].kept;
  assert.deepEqual([again, aside[2].seed], [before, second]);
  assert.equal(server.sent.voutput.get(1), before.voutput);
});

test("once the election is known, no other attempt lays aside what was seen of it", async () => {
  const server = new Server(3, 2);
  const [{ kept, advance }] = seats(server);
  const known = { attempt: 1, election: "fingerprint", logKey: "key", checkpoint: "seen" };
  Object.assign(kept, known);
  for (const attempt of [2, 0]) {
    Object.assign(server, { attempt });
    assert.deepEqual(await advance(), { kind: "wrong", code: "another_attempt" });
    assert.deepEqual(kept, known);
    assert.equal(server.sent.certificate.size, 0);
  }
});

const swapped = (list, place, text) => list.map((one, i) => (i === place ? text : one));

test("a server that changes one's own message is told from a member who cheats", async () => {
  const lies = {
    certificates: (texts) => swapped(texts, 0, texts[1]),
    commitments: (texts) => swapped(texts, 0, "0".repeat(64)),
  };
  for (const [what, lie] of Object.entries(lies)) {
    const server = new Server(3, 2);
    const members = seats(server);
    await play(server, members, what === "certificates" ? "commitment" : "polynomial");
    server.lie = (asked, texts, index) => (asked === what && index === 1 ? lie(texts) : texts);
    const next = await members[0].advance();
    assert.equal(next.kind, "wrong");
    assert.deepEqual(server.blames, []);
  }
});

test("commitments that repeat, or are none, are refused before anything is shown", async () => {
  for (const lie of [(texts) => swapped(texts, 1, texts[2]), (texts) => texts.slice(1), () => ["", "", ""]]) {
    const server = new Server(3, 2);
    const members = seats(server);
    await play(server, members, "polynomial");
    server.lie = (what, texts) => lie(texts);
    assert.deepEqual(await members[0].advance(), { kind: "wrong", code: "bad_commitments" });
    assert.equal(server.sent.polynomial.size, 0);
  }
});

test("a polynomial that is not the one committed to is blamed on its sender", async () => {
  const server = new Server(3, 2);
  const members = seats(server);
  await play(server, members, "voutput");
  const { seed, certificates } = members[2].kept;
  const other = STEPS.polynomial({ seed, certificates });
  server.lie = (what, texts) => (what === "polynomials" ? swapped(texts, 2, other) : texts);
  await members[0].advance();
  assert.deepEqual(server.blames, [[1, "polynomial", 3, "bad_trustees"]]);
  assert.deepEqual(await members[1].advance(), { kind: "stopped" });
  assert.equal(server.sent.voutput.size, 0);
});

test("a refusal without a name blames nobody", () => {
  assert.equal(blamedIn({ detail: "number of certificates" }), null);
  assert.equal(blamedIn({ detail: "trustee 12: secret" }), 12);
});

test("a passphrase is six words of the list", () => {
  const list = Array.from({ length: 2048 }, (_, number) => `w${number}`).join("\n");
  const words = proposed(list).split(" ");
  assert.equal(words.length, 6);
  assert.ok(words.every((word) => list.includes(word)));
  assert.notEqual(proposed(list), proposed(list));
  assert.throws(() => proposed("a\nb"), RangeError);
});
