/** The key ceremony in the browser: tests/vectors/ceremony.json, which Python wrote. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { STEPS, done } from "./ceremony_steps.js";
import { vault } from "./packages.js";
import { bytes, isSlow, vector } from "./support.js";

const { seal, open } = await import("../../voting/client/committee/vault.js");
const { sha256Hex } = await import("../../voting/client/hashing.js");
const { makeSeed, deriveKeys, wipeKeys } = await import("../../voting/client/committee/pki.js");
const { evaluate } = await import("../../voting/client/committee/polynomials.js");
const { parseScalar, scalarText, smallScalar } = await import("../../voting/client/group.js");

const { ceremony, cases } = vector("ceremony.json");

function filled(value) {
  if (Array.isArray(value)) return value.map(filled);
  if (typeof value !== "string" || value[0] !== "$") return value;
  const [name, place] = value.slice(1).split("/");
  return place === undefined ? ceremony[name] : ceremony[name][Number(place)];
}

for (const [number, one] of cases.entries()) {
  const { answer, refusal, detail, ...step } = filled(Object.entries(one).flat()).reduce(
    (found, value, at, all) => (at % 2 ? { ...found, [all[at - 1]]: value } : found),
    {},
  );
  test(`ceremony ${number}, ${step.step}: ${refusal || "accepted"} ${detail || ""}`, async () => {
    assert.deepEqual(await done(step), { answer, refusal, detail });
  });
}

test("a polynomial is evaluated modulo q", () => {
  const q = 2n ** 252n + 27742317777372353535851937790883648493n;
  const coefficients = [q - 1n, q - 3n, 5n];
  for (const x of [1, 2, 100]) {
    const [a, b, c] = coefficients;
    const wanted = (a + b * BigInt(x) + c * BigInt(x * x)) % q;
    const given = coefficients.map((one) => parseScalar(one.toString()));
    assert.equal(scalarText(evaluate(given, x)), wanted.toString());
  }
  assert.equal(scalarText(evaluate([smallScalar(7)], 3)), "7");
});

test("seeds are of 22 letters, all letters occur, and keys are overwritten", () => {
  const seeds = Array.from({ length: 200 }, makeSeed);
  assert.equal(new Set(seeds.join("")).size, 58);
  assert.equal(new Set(seeds).size, seeds.length);
  const keys = deriveKeys(seeds[0]);
  wipeKeys(keys);
  assert.ok([...keys.signing, ...keys.decryption].every((byte) => byte === 0));
});

const LIMITS = { opslimit: 1, memlimit: 8 << 20 };
const PHRASE = "một hai ba bốn năm sáu";

for (const { name, passphrase, copy, member = null, refusal = null } of vector("key_copies.json")) {
  test(`saved copy: ${name}`, async () => {
    const found = await done({ step: "restore", copy, passphrase });
    assert.deepEqual([found.answer, found.refusal], [member, refusal]);
  });
}

const MEMBER = vector("key_copies.json")[0].member;

test("what this browser saves it opens again, and no two copies have anything in common", async () => {
  const asked = { member: MEMBER, passphrase: PHRASE, uuid: "j2Sje6ewboTnzL", ...LIMITS };
  const copies = [await STEPS.copy(asked), await STEPS.copy(asked)];
  for (const copy of copies) assert.equal(await STEPS.restore({ copy, passphrase: PHRASE }), MEMBER);
  const [a, b] = copies.map(JSON.parse);
  for (const field of ["salt", "nonce", "box"]) assert.notEqual(a[field], b[field]);
});

test("a short passphrase is refused, however many spaces it has", async () => {
  const asked = { step: "copy", member: MEMBER, uuid: "j2Sje6ewboTnzL", ...LIMITS };
  for (const passphrase of ["", "mười một ch", "a          b c", "ắ".normalize("NFD").repeat(11)]) {
    assert.equal((await done({ ...asked, passphrase })).refusal, "weak_passphrase");
  }
  assert.equal((await done({ ...asked, passphrase: "ắ".normalize("NFD").repeat(12) })).refusal, null);
});

for (const { name, election, sha256 } of vector("drills.json")) {
  test(`rehearsal tally: ${name}`, () => {
    const isOurs = JSON.parse(election).group === "Ed25519";
    assert.equal(isOurs ? sha256Hex(bytes(STEPS.drill({ election }))) : sha256, sha256);
  });
}

test("what is asked of memory is there, or it is said", async () => {
  const sealing = {
    passphrase: bytes(PHRASE),
    salt: new Uint8Array(16),
    nonce: new Uint8Array(24),
    opslimit: 1,
    memlimit: isSlow ? 8 << 20 : 96 << 20,
    ad: bytes("for whom"),
  };
  const box = await seal(vault, bytes("inside"), sealing);
  assert.deepEqual(await open(vault, box, sealing), bytes("inside"));
  assert.equal(await open(vault, box, { ...sealing, ad: bytes("for others") }), null);
  await assert.rejects(open(vault, box, { ...sealing, memlimit: 2 ** 32 - 1 }));
});
