/** The log's formats: every vector that Python wrote gets Python's verdict. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { parseEntry } from "../../voting/client/audit/entries.js";
import { BallotsError } from "../../voting/client/ballots/errors.js";
import { parseCheckpoint, verifyCheckpoint } from "../../voting/client/checkpoint.js";
import { makeCosignature, verifyCosignature } from "../../voting/client/cosignature.js";
import { isSignature, publicKeyOf, sign } from "../../voting/client/ed25519.js";
import { padded } from "../../voting/client/lines.js";
import { LogRefused } from "../../voting/client/log_errors.js";
import * as merkle from "../../voting/client/merkle.js";
import * as note from "../../voting/client/note.js";
import { parsePolicy } from "../../voting/client/policy.js";
import { parseProof, verifyProof } from "../../voting/client/proof.js";
import { evaluatePolicy } from "../../voting/client/quorum.js";
import { TileReader, parseTile, tilePath, tileWidth } from "../../voting/client/tiles.js";
import { bytes, vector } from "./support.js";

const fromBase64 = (text) => new Uint8Array(Buffer.from(text, "base64"));
const fromHex = (text) => new Uint8Array(Buffer.from(text, "hex"));

function refusal(work) {
  try {
    work();
  } catch (error) {
    if (!(error instanceof LogRefused)) throw error;
    return error.code;
  }
  return null;
}

async function laterRefusal(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof LogRefused)) throw error;
    return error.code;
  }
  return null;
}

test("entries of the books", () => {
  for (const { name, entry, code } of vector("log/entries.json").cases) {
    let found = null;
    try {
      assert.equal(parseEntry(bytes(entry)).act, JSON.parse(entry).act);
    } catch (error) {
      if (!(error instanceof BallotsError)) throw error;
      found = error.refusal;
    }
    assert.equal(found, code, name);
  }
});

test("keys and notes", () => {
  const { keys, notes } = vector("log/notes.json");
  for (const { name, key, refusal: wanted } of keys) {
    const type = name === "witness" ? note.COSIGNATURE : note.ED25519;
    const read = () => note.parseVerificationKey(key, type);
    assert.equal(refusal(read), wanted, name);
    if (wanted === null) assert.equal(note.keyText(read()), key);
  }
  for (const { name, key, note: text, refusal: wanted } of notes) {
    const read = () => note.verifyNote(note.parseNote(text), note.parseVerificationKey(key));
    assert.equal(refusal(read), wanted, name);
  }
});

test("signatures at the edges of Ed25519", () => {
  const { signatures, key } = vector("log/signatures.json");
  for (const { name, message, signature, refusal: wanted } of signatures) {
    const found = isSignature(bytes(message), fromHex(signature), fromHex(key));
    assert.equal(found, wanted === null, name);
  }
});

test("what is signed here is what RFC 8032 gives, and holds", () => {
  // RFC 8032 section 7.1, TEST 3.
  const seed = fromHex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
  const key = fromHex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
  const message = fromHex("af82");
  const wanted =
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac" +
    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a";
  assert.deepEqual(publicKeyOf(seed), key);
  assert.equal(Buffer.from(sign(message, seed)).toString("hex"), wanted);
  for (const length of [0, 1, 63, 64, 65, 1000, 20000, 70000]) {
    const long = new Uint8Array(length).fill(length % 251);
    const made = sign(long, seed);
    assert.ok(isSignature(long, made, key));
    made[40] ^= 1;
    assert.ok(!isSignature(long, made, key));
  }
});

test("checkpoints", () => {
  const { key, cases } = vector("log/checkpoints.json");
  for (const { name, checkpoint, refusal: wanted } of cases) {
    const read = () => verifyCheckpoint(parseCheckpoint(checkpoint), note.parseVerificationKey(key));
    assert.equal(refusal(read), wanted, name);
  }
});

test("cosignatures", () => {
  const { key, cases } = vector("log/cosignatures.json");
  const witness = note.parseVerificationKey(key, note.COSIGNATURE);
  for (const { name, checkpoint, refusal: wanted, time } of cases) {
    const read = () => verifyCosignature(parseCheckpoint(checkpoint), witness);
    assert.equal(refusal(read), wanted, name);
    if (wanted === null) assert.equal(read(), Number(time), name);
  }
  const log = note.parseVerificationKey(vector("log/checkpoints.json").key);
  const sound = parseCheckpoint(cases[0].checkpoint);
  assert.equal(refusal(() => verifyCosignature(sound, log)), "key_type");
});

test("a cosignature made here is one", () => {
  const seed = new Uint8Array(32).fill(1);
  const key = note.makeVerificationKey("witness1.example", publicKeyOf(seed), note.COSIGNATURE);
  const { key: published, cases } = vector("log/cosignatures.json");
  assert.equal(note.keyText(key), published);
  const [{ checkpoint, time }] = cases;
  const line = makeCosignature(parseCheckpoint(checkpoint).note.text, {
    time: Number(time),
    key,
    sign: (message) => sign(message, seed),
  });
  assert.ok(checkpoint.endsWith(line)); // Ed25519 is deterministic: Python's very line
  assert.throws(() => makeCosignature("", { time: 0, key, sign: () => seed }), LogRefused);
});

test("proofs", () => {
  const { key, entry, cases } = vector("log/proofs.json");
  const log = note.parseVerificationKey(key);
  for (const { name, proof, refusal: wanted } of cases) {
    const read = () => verifyProof(parseProof(proof), bytes(entry), log);
    assert.equal(refusal(read), wanted, name);
  }
});

test("policies and quorums", () => {
  const { policies, quorums } = vector("log/policies.json");
  for (const { name, policy, refusal: wanted } of policies) {
    assert.equal(refusal(() => parsePolicy(policy)), wanted, name);
  }
  assert.equal(refusal(() => parsePolicy(`#${"a".repeat(1 << 18)}\n`)), "policy_too_large");
  const nested = parsePolicy(policies.find(({ name }) => name === "nested").policy);
  assert.ok(quorums.length > 5);
  for (const { checkpoint, times, is_reached: isReached } of quorums) {
    const found = evaluatePolicy(nested, parseCheckpoint(checkpoint));
    const seen = Array.from(found.times, ([name, time]) => [name, String(time)]);
    assert.deepEqual(Object.fromEntries(seen), times);
    assert.equal(found.isReached, isReached);
  }
});

test("trees: roots, inclusion, consistency", () => {
  const { roots, inclusion, consistency, leaf_of_entry_0: leaf } = vector("log/merkle.json");
  assert.equal(padded(merkle.leafHash(bytes("entry 0"))), leaf);
  for (const [size, root] of Object.entries(roots)) {
    assert.equal(padded(merkle.rootOf(leaves(Number(size)))), root, size);
  }
  for (const { name, index, size, leaf: hash, root, path, refusal: wanted } of inclusion) {
    const [start, end, hashes] = [fromBase64(hash), fromBase64(root), path.map(fromBase64)];
    const verify = () => merkle.verifyInclusion(start, index, size, hashes, end);
    assert.equal(refusal(verify), wanted, `${name} ${index} of ${size}`);
  }
  for (const one of consistency) {
    const [older, newer] = [fromBase64(one.old_root), fromBase64(one.new_root)];
    const path = one.path.map(fromBase64);
    const verify = () => merkle.verifyConsistency(one.old, older, one.new, newer, path);
    assert.equal(refusal(verify), one.refusal, `${one.name} ${one.old} in ${one.new}`);
  }
});

function leaves(size) {
  return Array.from({ length: size }, (_, index) => merkle.leafHash(bytes(`entry ${index}`)));
}

test("tiles: their paths, widths and contents", () => {
  const { paths, trees } = vector("log/tiles.json");
  for (const { path, refusal: wanted, level, index, width } of paths) {
    if (wanted === null && level >= 0) assert.equal(tilePath({ level, index, width }), path);
  }
  for (const [size, listed] of Object.entries(trees)) {
    for (const path of listed) {
      if (path.startsWith("tile/entries") || typeof path !== "string") continue;
      const [, level, place, , width] = /^tile\/(\d+)\/([x\d/]+)(\.p\/(\d+))?$/.exec(path);
      const index = Number(place.replace(/[x/]/g, ""));
      assert.equal(tileWidth(Number(level), index, Number(size)), Number(width || 256), path);
    }
  }
  assert.equal(refusal(() => parseTile(new Uint8Array(63), 2)), "tile_malformed");
});

/** Serve a log of entries as tiles, as a server would. */
function tilesOf(hashes) {
  const files = new Map();
  for (let level = 0, row = hashes; row.length; level += 1) {
    const above = [];
    for (let start = 0; start < row.length; start += 256) {
      const part = row.slice(start, start + 256);
      const tile = { level, index: start / 256, width: part.length };
      files.set(tilePath(tile), new Uint8Array(Buffer.concat(part)));
      if (part.length === 256) above.push(merkle.rootOf(part));
    }
    row = above;
  }
  return files;
}

const reader = (files, size, root) =>
  new TileReader(async (path) => files.get(path) || null, { size, root });

test("consistency is computed from tiles, for trees of every shape", async () => {
  const all = leaves(800);
  for (const newer of [1, 2, 3, 7, 255, 256, 257, 511, 512, 513, 700, 800]) {
    const files = tilesOf(all.slice(0, newer));
    const root = merkle.rootOf(all.slice(0, newer));
    const read = reader(files, newer, root);
    const sizes = [0, 1, 2, 3, 5, 127, 128, 255, 256, 257, 300, 512, 699, newer - 1, newer];
    for (const older of sizes.filter((size) => size >= 0 && size <= newer)) {
      const path = await read.consistency(older);
      merkle.verifyConsistency(older, merkle.rootOf(all.slice(0, older)), newer, root, path);
    }
  }
});

test("wrong, short or missing tiles are refused, and a fork is seen", async () => {
  const all = leaves(700);
  const root = merkle.rootOf(all);
  const files = tilesOf(all);
  const spoilt = (path, change) => {
    const other = new Map(files);
    if (change === null) other.delete(path);
    else other.set(path, change(files.get(path).slice()));
    return laterRefusal(() => reader(other, 700, root).consistency(300));
  };
  const flip = (data) => {
    data[0] ^= 1;
    return data;
  };
  assert.equal(await spoilt("tile/0/002.p/188", flip), "tile_wrong");
  assert.equal(await spoilt("tile/0/001", flip), "tile_wrong");
  assert.equal(await spoilt("tile/1/000.p/2", flip), "tile_wrong");
  assert.equal(await spoilt("tile/0/001", null), "tile_missing");
  assert.equal(await spoilt("tile/0/002.p/188", (data) => data.slice(32)), "tile_malformed");
  assert.equal(await laterRefusal(() => reader(files, 700, root).consistency(701)), "out_of_tree");
  const path = await reader(files, 700, root).consistency(300);
  const forked = merkle.rootOf([...all.slice(0, 299), merkle.leafHash(bytes("another"))]);
  const verify = () => merkle.verifyConsistency(300, forked, 700, root, path);
  assert.equal(refusal(verify), "bad_consistency");
});
