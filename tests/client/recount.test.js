/** A member's device recounts: it decrypts only what the log gives that it saw before. */

import assert from "node:assert/strict";
import { test } from "node:test";

import "./packages.js";
import { memory } from "./memory.js";
import { bytes, file, setupOf, textOf } from "./support.js";

const at = (name) => import(`../../voting/client/${name}.js`);
const { ownPool } = await at("audit/pool");
const { parseElection } = await at("ballots/election");
const { sha256Hex } = await at("hashing");
const { committeeItem, decryptDrill, decryptTally, verifyRecount } = await at("committee/decrypting");
const { Member } = await at("committee/member");
const { VOUTPUT } = await at("committee/voutputs");
const { holdLog, policyOf, readFrozen } = await at("committee/member_log");
const { NotDecrypted } = await at("committee/not_decrypted");
const { recount } = await at("committee/recount");
const { keyText, makeVerificationKey } = await at("note");

const seen = (name) => textOf(file(`member/${name}`));
const blob = (name, change = (text) => text) => new Blob([change(seen(name))]);
const MEMBER = JSON.parse(seen("member.json"));
const PARTS = { election: seen("election.json"), trustees: seen("trustees.json") };
const DESCRIPTION = JSON.parse(PARTS.election).description;
const FROZEN = readFrozen(seen("definition.json"), DESCRIPTION);
const held = (name, kept = {}) => holdLog(blob(name), { ...PARTS, frozen: FROZEN, kept });

/** Count again what the server gives: a record, a log, a definition. */
function counted({ record = "member/record.bel", log = blob("log.tlog"), definition, kept = {} } = {}) {
  const asked = { record: new Blob([file(record)]), log, kept };
  return recount({ ...asked, definition: definition || seen("definition.json") }, ownPool, () => {});
}

async function codeOf(work) {
  try {
    await work();
  } catch (error) {
    assert.ok(error instanceof NotDecrypted, error.stack);
    return error.code;
  }
  return null;
}

test("a sound record that the log gives has a tally, a floor and a mark", async () => {
  const before = await held("before.tlog");
  const found = await counted({ kept: before });
  assert.equal(found.refused, null);
  assert.equal(found.number, 5);
  assert.equal(JSON.parse(found.tally).length, 2);
  assert.equal(found.frozen.fewest, 5);
  assert.deepEqual([found.held.isWitnessed, found.held.logKey], [true, before.logKey]);
  const [, size, root] = found.held.checkpoint.split("\n");
  assert.deepEqual(found.held.mark, { size: Number(size), root: root.replace("=", "") });
});

for (const [name, fault] of [
  ["forged/ballot-removed-after-tally.bel", "other_definition"],
  ["open.bel", "no_tally"],
]) {
  test(`nothing of ${name} is decrypted: ${fault}`, async () => {
    const { refused, tally } = await counted({ record: name });
    assert.ok([refused.code, refused.values.codes].includes(fault), JSON.stringify(refused));
    assert.equal(tally, "");
  });
}

test("what is no record is refused", async () => {
  const asked = { log: blob("log.tlog"), definition: seen("definition.json"), kept: {} };
  const found = await recount({ ...asked, record: new Blob(["<html>"]) }, ownPool, () => {});
  assert.equal(found.refused.code, "bad_record");
});

test("a record of which a ballot was changed is refused, and its checks are named", async () => {
  const whole = file("member/record.bel");
  const text = Buffer.from(whole).toString("latin1");
  const changed = Buffer.from(text.replace('"challenge":"1', '"challenge":"2'), "latin1");
  assert.ok(changed.length === whole.length && !changed.equals(Buffer.from(whole)));
  const asked = { log: blob("log.tlog"), definition: seen("definition.json"), kept: {} };
  const { refused } = await recount({ ...asked, record: new Blob([changed]) }, ownPool, () => {});
  assert.equal(refused.code, "bad_record");
  assert.ok(refused.values.codes.length > 0);
});

test("too few witnesses are told to the member, a wrong cosignature is refused", async () => {
  const found = await counted({ log: blob("unwitnessed.tlog") });
  assert.deepEqual([found.refused, found.held.isWitnessed], [null, false]);
  const wrong = blob("log.tlog", (text) => text.replace(/.{20}\n$/, `${"A".repeat(19)}=\n`));
  assert.equal((await counted({ log: wrong })).refused.code, "log_differs");
});

test("the log of another hall is refused, though the same key signed both", async () => {
  const elsewhere = await held("elsewhere.tlog");
  const { refused } = await counted({ kept: elsewhere });
  assert.deepEqual(refused, { code: "log_differs", values: { codes: "log_earlier" } });
  assert.equal(await codeOf(() => held("log.tlog", elsewhere)), "log_differs");
  assert.equal(await codeOf(() => held("log.tlog", { logKey: elsewhere.logKey })), null);
});

test("the key of the log is the one that was kept", async () => {
  const { logKey } = await held("before.tlog");
  const other = keyText(makeVerificationKey(logKey.split("+")[0], new Uint8Array(32).fill(7), 1));
  const found = await codeOf(() => held("log.tlog", { logKey: other }));
  assert.equal(found, "log_differs");
});

for (const [title, change] of [
  ["an entry changed", (text) => text.replace('"not_returned":0', '"not_returned":1')],
  ["its first entry gone", (text) => text.replace(/\{"act":"definition".*\n/, "")],
  ["no signature", (text) => text.replace(/— .*\n/g, "")],
  ["nothing", () => ""],
]) {
  test(`a log with ${title} is refused`, async () => {
    assert.notEqual(change(seen("log.tlog")), seen("log.tlog"));
    assert.equal((await counted({ log: blob("log.tlog", change) })).refused.code, "log_differs");
  });
}

test("the floor and the witnesses are those of the definition that the election names", async () => {
  const lower = seen("definition.json").replace('"minimum_ballots":5', '"minimum_ballots":1');
  assert.equal((await counted({ definition: lower })).refused.code, "other_definition");
  const named = (text) => readFrozen(text, `SHA-256: ${sha256Hex(bytes(text))}`);
  assert.equal(named(lower).fewest, 2);
  assert.throws(() => named('{"minimum_ballots":5,"committee":null}'), NotDecrypted);
  const policy = policyOf(FROZEN, "k");
  const { policy: said } = JSON.parse(seen("before.tlog").split("\n")[1]);
  assert.equal(policy.replace("log k\n", ""), said.replace(/log .*\n/, ""));
});

test("a part of the key that nobody announced is refused, and one that is missing", async () => {
  const both = parseElection(bytes(PARTS.election));
  const item = (hasServerShare) => codeOf(() => committeeItem(PARTS.trustees, both, { hasServerShare }));
  assert.equal(await item(false), null);
  assert.equal(await item(true), "unannounced_share");
  const { election, trustees } = setupOf("threshold-2-of-3.bel"); // a single key and a committee's
  const other = parseElection(bytes(election));
  for (const [hasServerShare, code] of [[true, null], [false, "unannounced_share"]]) {
    assert.equal(await codeOf(() => committeeItem(trustees, other, { hasServerShare })), code);
  }
  assert.equal(await codeOf(() => committeeItem(trustees, both, { hasServerShare: true })), "other_election");
});

test("the drill is decrypted and the log kept; the tally of the record is, after it", async () => {
  const kept = {};
  const where = { uuid: JSON.parse(PARTS.election).uuid, store: memory(kept) };
  const member = { group: "Ed25519", ...MEMBER.member, index: BigInt(MEMBER.member.index) };
  const drill = { ...PARTS, encrypted_tally: MEMBER.drill, definition: seen("definition.json") };
  await decryptDrill(member, { ...drill, log: blob("before.tlog") }, where);
  assert.equal(kept.checkpoint, seen("before.tlog").split("\n\n").slice(1).join("\n\n"));
  const found = await counted({ kept });
  verifyRecount(found, found.tally, where.store);
  assert.ok(JSON.parse(decryptTally(member, found, where).proof).challenge);
  assert.equal(kept.checkpoint, found.held.checkpoint);
  assert.equal(kept.decrypted, sha256Hex(bytes(found.tally)));
  const other = { ...kept, decrypted: "0".repeat(64) }; // by another tab, after this one verified
  const late = { ...where, store: memory(other) };
  assert.equal(await codeOf(() => decryptTally(member, found, late)), "second_tally");
  assert.equal(other.decrypted, "0".repeat(64));
  const log = blob("elsewhere.tlog");
  assert.equal(await codeOf(() => decryptDrill(member, { ...drill, log }, where)), "log_differs");
});

test("a seed is forgotten when the restored copy is proven, not when the server says so", async () => {
  const { uuid } = JSON.parse(PARTS.election);
  const [, params] = JSON.parse(PARTS.trustees)[0];
  const voutput = { private_key: MEMBER.member.private_key, public_key: params.verification_keys[0] };
  const { fingerprint } = parseElection(bytes(PARTS.election));
  const drill = { ...PARTS, encrypted_tally: MEMBER.drill, definition: seen("definition.json") };
  const restored = { group: "Ed25519", ...MEMBER.member, index: 1n };
  const elsewhere = { uuid, store: memory() };
  const proven = await decryptDrill(restored, { ...drill, log: blob("before.tlog") }, elsewhere);
  const state = { attempt: 1, round: "done", state: "prepared", you: { index: 1 } };
  const members = [{ drilled: true, decrypted: false, sent: [] }];
  for (const [made, next] of [
    [proven.replace(/"challenge":"\d+"/, '"challenge":"1"'), { kind: "wrong", code: "invalid_proof" }],
    ["", { kind: "wrong", code: "malformed" }],
    [proven, { kind: "ready" }],
  ]) {
    const kept = { attempt: 1, seed: MEMBER.member.seed, voutput: VOUTPUT.write(voutput), election: fingerprint };
    const line = { drill: async () => drill, ownDrill: async () => made };
    const found = await new Member(line, memory(kept)).advance({ ...state, members });
    assert.deepEqual(found, next);
    assert.equal(kept.seed, made === proven ? undefined : MEMBER.member.seed);
  }
});

test("only the tally of the record is decrypted, never a second one, never of a few", async () => {
  const found = { refused: null, number: 6, tally: "[[]]", frozen: { ...FROZEN, fewest: 5 } };
  const verify = (changes, shown = "[[]]", kept = {}) =>
    codeOf(() => verifyRecount({ ...found, ...changes }, shown, memory(kept)));
  assert.equal(await verify({}), null);
  assert.equal(await verify({ refused: { code: "bad_record", values: {} } }), "bad_record");
  assert.equal(await verify({}, "[]"), "other_tally");
  assert.equal(await verify({}, "[[]]", { decrypted: sha256Hex(bytes("[[]]")) }), null);
  assert.equal(await verify({}, "[[]]", { decrypted: sha256Hex(bytes("[]")) }), "second_tally");
  assert.equal(await verify({ number: 5 }), null);
  assert.equal(await verify({ number: 4 }), "too_few");
  assert.equal(await verify({ number: NaN }), "too_few");
});
