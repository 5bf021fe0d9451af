/** The core and libsodium's steps give the same; what the core refuses is refused with its reason. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import * as group from "../../voting/client/group.js";
import * as sodium from "../../voting/client/sodium.js";
import { vartimeCommitmentsAtOnce, vartimeProductsAtOnce } from "../../voting/client/vartime.js";

const ROOT = new URL("../../", import.meta.url);
const bytes = readFileSync(new URL("build/client/core.wasm", ROOT));
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
await sodium.startSodium(exports);

const edges = JSON.parse(readFileSync(new URL("tests/vectors/ed25519-edge-cases.json", ROOT)));
const outside = edges.elements.filter(({ verdict }) => verdict === "not_in_group");
const key = group.powerG(group.smallScalar(77));
const zero = new Uint8Array(32);
const scalars = [zero, ...[1, 2, 8, 65535, -1, -2].map(group.smallScalar), group.randomScalar()];

/** Branches over `count` ciphertexts, two each, as in a proof of 0 or 1. */
function branches(count) {
  return Array.from({ length: count }, () => {
    const [alpha, beta] = [1, 2].map(() => group.powerG(group.randomScalar()));
    return [0, 1].map((message) => {
      return { alpha, beta, message, challenge: group.randomScalar(), response: group.randomScalar() };
    });
  }).flat();
}

/** The same without the core. */
function inSteps(of, { alpha, beta, message, challenge, response }) {
  const base = group.divide(beta, group.powerG(group.smallScalar(message)));
  const second = group.multiply(group.power(of, response), group.power(base, challenge));
  return [group.vartimeCommitment(alpha, challenge, response), second];
}

test("powers for encrypting are those of the steps", () => {
  for (const a of scalars) {
    const [first, masked] = [group.powerG(a), group.power(key, a)];
    const shifted = group.multiply(masked, group.generator());
    assert.deepEqual(group.sealingPowers(key, a), [first, masked, shifted]);
    for (const b of scalars) {
      const moved = group.multiply(masked, group.powerG(b));
      assert.deepEqual(group.committingPowers(key, a, b), [first, masked, moved]);
    }
  }
});

test("another key takes the place of the first", () => {
  const other = group.powerG(group.smallScalar(78));
  for (const one of [key, other, key]) {
    assert.deepEqual(group.sealingPowers(one, scalars[2])[1], group.power(one, scalars[2]));
  }
});

test("commitments of many branches are those of the steps", () => {
  for (const count of [1, 3, 70]) {
    const all = branches(count);
    const [first] = all;
    all.push({ ...first, challenge: zero }, { ...first, response: zero }, { ...first, message: 5 });
    all.push({ ...first, beta: group.powerG(group.smallScalar(1)), message: 1 });
    assert.deepEqual(vartimeCommitmentsAtOnce(key, all), all.map((one) => inSteps(key, one)));
  }
});

test("one point outside the group among few or many is found, and named as ever", () => {
  const [few, many] = [branches(2), branches(70)];
  for (const { text, why } of outside) {
    const wrong = { ...few[2], beta: group.rawElement(text) };
    const all = [few[0], few[1], wrong];
    assert.equal(vartimeCommitmentsAtOnce(key, all), null, why);
    assert.throws(() => group.vartimeCommitments(key, all), { refusal: "not_in_group" }, why);
    assert.equal(vartimeCommitmentsAtOnce(key, [...many, wrong]), null, why);
  }
});

test("a key outside the group, or none, has no tables", () => {
  const all = branches(1);
  for (const { text, why } of [...outside, { text: group.elementText(group.identity()) }]) {
    assert.equal(sodium.sealWithKey(group.rawElement(text), scalars[2]), null, why);
    assert.equal(vartimeCommitmentsAtOnce(group.rawElement(text), all), null, why);
  }
  assert.notEqual(vartimeCommitmentsAtOnce(key, all), null);
});

test("a scalar from q up is no scalar", () => {
  const [one] = branches(1);
  const q = group.smallScalar(-1);
  q[0] += 1;
  for (const wrong of [q, new Uint8Array(32).fill(255)]) {
    assert.equal(vartimeCommitmentsAtOnce(key, [{ ...one, challenge: wrong }]), null);
    assert.equal(vartimeCommitmentsAtOnce(key, [{ ...one, response: wrong }]), null);
  }
});

test("products are those of the steps, of any points of the curve", () => {
  const all = outside.map(({ text }) => group.rawElement(text));
  const points = all.filter((point) => sodium.addPoints(point, key) !== null);
  assert.ok(points.length > 5 && points.length < all.length);
  const lists = [[key], [key, key, group.identity()], points, [...points, key], [group.identity()]];
  const wanted = lists.map((list) => list.reduce(group.multiply));
  assert.deepEqual(vartimeProductsAtOnce(lists), wanted);
  const none = all.find((point) => !points.includes(point));
  assert.equal(vartimeProductsAtOnce([[key], [key, none]]), null);
});

test("nothing of a secret is left in the core's memory", () => {
  const found = (secret) => Buffer.from(exports.memory.buffer).includes(Buffer.from(secret));
  const [a, b] = [group.randomScalar(), group.randomScalar()];
  const stack = new Uint8Array(exports.memory.buffer, 0, exports.tinnhiem_stack());
  group.sealingPowers(key, scalars[2]);
  assert.ok(stack.some((byte) => byte !== 0)); // of the tables of the public key
  sodium.scrubSodium();
  group.sealingPowers(key, a);
  group.committingPowers(key, a, b);
  group.power(key, a);
  group.powerG(a);
  group.multiplyScalars(a, b);
  group.addScalars(a, b);
  sodium.reduceScalar(a);
  sodium.hashSha512(a);
  assert.deepEqual([a, b].map(found), [false, false]);
  assert.ok(stack.every((byte) => byte === 0)); // so none needs more than is overwritten
  new Uint8Array(exports.memory.buffer).set(a, exports.tinnhiem_arguments());
  assert.ok(found(a));
});
