/** The group, its numbers and the hashes agree with Python on every vector. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { decimalBytes, decimalText } from "../../voting/client/decimal.js";
import { drawFrom } from "../../voting/client/drawing.js";
import * as group from "../../voting/client/group.js";
import { challenge, hex, sha256B64, sha256Hex, utf8 } from "../../voting/client/hashing.js";
import { judged, refusalOf, twins, vector } from "./support.js";

const edges = vector("ed25519-edge-cases.json");
const fromHex = (text) => Uint8Array.from(Buffer.from(text, "hex"));
const q = 2n ** 252n + 27742317777372353535851937790883648493n;

test("every edge case of an element gets its verdict", () => {
  assert.ok(edges.elements.length > 20);
  for (const { text, verdict, why } of edges.elements) {
    const { refusal } = judged(() => group.parseElementOrIdentity(text));
    const accepted = verdict === "member" || verdict === "identity";
    assert.equal(refusal, accepted ? null : verdict, why);
    const strict = judged(() => group.parseElement(text)).refusal;
    assert.equal(strict, { member: null, identity: "not_in_group" }[verdict] ?? refusal, why);
    if (accepted) assert.equal(group.elementText(group.rawElement(text)), text);
  }
});

test("nothing computes with a point outside the group", () => {
  for (const { text, verdict, why } of edges.elements) {
    if (verdict !== "not_in_group") continue;
    for (const exponent of [0, 1, 2, 7, 8]) {
      const work = () => group.power(group.rawElement(text), group.smallScalar(exponent));
      assert.equal(refusalOf(work), "not_in_group", why);
    }
  }
});

test("the identity has powers, and is one", () => {
  const one = group.identity();
  assert.deepEqual(group.power(one, group.smallScalar(5)), one);
  assert.deepEqual(group.powerG(group.smallScalar(0)), one);
  assert.deepEqual(group.product([]), one);
  assert.deepEqual(group.power(group.generator(), group.smallScalar(0)), one);
  const g = group.generator();
  assert.deepEqual(group.divide(g, g), one);
  assert.deepEqual(group.multiply(g, one), g);
  assert.deepEqual(group.powerG(group.smallScalar(1)), g);
});

test("every edge case of a scalar gets its verdict", () => {
  assert.ok(edges.scalars.length > 5);
  for (const { text, verdict, why } of edges.scalars) {
    const { refusal } = judged(() => group.parseScalar(text));
    assert.equal(refusal, verdict === "scalar" ? null : verdict, why);
    if (verdict === "scalar") assert.equal(group.scalarText(group.parseScalar(text)), text);
  }
});

test("numbers, powers and arithmetic modulo q are Python's", () => {
  const other = group.parseScalar(twins.other);
  const base = group.powerG(other);
  for (const entry of twins.numbers) {
    const scalar = group.parseScalar(entry.text);
    const written = [group.addScalars, group.subtractScalars, group.multiplyScalars].map((does) =>
      group.scalarText(does(scalar, other)),
    );
    assert.equal(hex(scalar), entry.bytes);
    assert.equal(group.scalarText(fromHex(entry.bytes)), entry.text);
    assert.equal(group.elementText(group.powerG(scalar)), entry.power);
    assert.equal(group.elementText(group.power(base, scalar)), entry["power of that"]);
    assert.deepEqual(written, [entry["plus other"], entry["minus other"], entry["times other"]]);
    assert.equal(group.isZero(scalar), entry.text === "0");
  }
});

test("decimal text is that of BigInt for any 32 bytes", () => {
  const all = [new Uint8Array(32), new Uint8Array(32).fill(255)];
  for (let n = 0; n < 500; n += 1) all.push(crypto.getRandomValues(new Uint8Array(32)));
  for (let n = 0; n < 256; n += 1) all.push(decimalBytes(String(1n << BigInt(n))));
  for (const bytes of all) {
    const wanted = BigInt(`0x${hex(bytes.slice().reverse())}`).toString();
    assert.equal(decimalText(bytes), wanted);
    if (wanted.length <= 77) assert.deepEqual(decimalBytes(wanted), bytes);
  }
});

test("small numbers go from -65535 to 65535", () => {
  for (const value of [0, 1, 255, 256, 65535]) {
    assert.equal(group.scalarText(group.smallScalar(value)), String(value));
    const negative = BigInt(group.scalarText(group.smallScalar(-value)));
    assert.equal(negative, value ? q - BigInt(value) : 0n);
  }
});

test("random scalars differ and are below q", () => {
  const drawn = Array.from({ length: 100 }, () => group.scalarText(group.randomScalar()));
  assert.equal(new Set(drawn).size, 100);
  for (const text of drawn) group.parseScalar(text);
});

test("scalars drawn from a seed are Python's", () => {
  for (const { seed, row, attempt, scalars } of twins.draws) {
    const draw = drawFrom(fromHex(seed), row, attempt);
    assert.deepEqual(scalars.map(() => group.scalarText(draw())), scalars);
  }
});

test("hashes and challenges are Python's", () => {
  for (const { text, times, hex: wanted, base64 } of twins.hashes) {
    assert.equal(sha256Hex(utf8(text.repeat(times))), wanted);
    assert.equal(sha256B64(utf8(text.repeat(times))), base64);
  }
  for (const { tag, parts, scalar } of twins.challenges) {
    assert.equal(group.scalarText(challenge(tag, ...parts)), scalar);
  }
});

test("wipe overwrites", () => {
  const secrets = [group.randomScalar(), group.randomScalar()];
  group.wipe(...secrets);
  assert.ok(secrets.every(group.isZero));
});
