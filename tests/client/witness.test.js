/** A witness in a browser: what it believes, what it cosigns, and what it never forgets. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { verifyCosignature } from "../../voting/client/cosignature.js";
import { parseCheckpoint } from "../../voting/client/checkpoint.js";
import { publicKeyOf, sign } from "../../voting/client/ed25519.js";
import { padded } from "../../voting/client/lines.js";
import { LogRefused } from "../../voting/client/log_errors.js";
import { leafHash, rootOf } from "../../voting/client/merkle.js";
import { ED25519, makeVerificationKey, parseNote, signatureLine } from "../../voting/client/note.js";
import { tilePath } from "../../voting/client/tiles.js";
import { WitnessKey, nameFrom, parseWitnessKey } from "../../voting/client/witness_key.js";
import { Watch } from "../../voting/client/witness_watch.js";
import { bytes } from "./support.js";

const LOG_SEED = new Uint8Array(32).fill(7);
const ORIGIN = "vote.example/log/j2Sje6ewboTnzL";
const LOG = makeVerificationKey(ORIGIN, publicKeyOf(LOG_SEED), ED25519);
const WITNESS = new WitnessKey("Công-đoàn", new Uint8Array(32).fill(9));

const entries = (size, branch = "") =>
  Array.from({ length: size }, (_, index) => leafHash(bytes(`${index}${index >= 5 ? branch : ""}`)));

function checkpointOf(hashes, seed = LOG_SEED) {
  const text = `${ORIGIN}\n${hashes.length}\n${padded(rootOf(hashes))}\n`;
  const signature = sign(bytes(text), seed);
  return `${text}\n${signatureLine({ keyName: ORIGIN, keyId: LOG.keyId, signature })}`;
}

/** A server that shows one log after the other. */
class Server {
  constructor() {
    this.hashes = [];
    this.text = null;
    this.hasTiles = true;
  }

  show(hashes, text = checkpointOf(hashes)) {
    this.hashes = hashes;
    this.text = text;
  }

  async checkpoint() {
    return this.text;
  }

  async tile(path) {
    for (let level = 0, row = this.hashes; row.length && this.hasTiles; level += 1) {
      const above = [];
      for (let start = 0; start < row.length; start += 256) {
        const part = row.slice(start, start + 256);
        if (tilePath({ level, index: start / 256, width: part.length }) === path) {
          return new Uint8Array(Buffer.concat(part));
        }
        if (part.length === 256) above.push(rootOf(part));
      }
      row = above;
    }
    return null;
  }
}

function watching() {
  let kept = JSON.stringify({ last: null, alarm: null });
  const store = {
    read: () => JSON.parse(kept),
    write(memory) {
      kept = JSON.stringify(memory);
    },
  };
  const server = new Server();
  return { server, store, watch: new Watch(LOG, server, store) };
}

async function kinds(watch, times) {
  const seen = [];
  for (let turn = 0; turn < times; turn += 1) seen.push((await watch.look()).kind);
  return seen;
}

test("a log that grows is believed and cosigned, once a size", async () => {
  const { server, watch } = watching();
  assert.deepEqual(await kinds(watch, 1), ["lost"]);
  assert.equal(watch.cosigned(WITNESS, 5), null);
  for (const size of [1, 2, 7, 255, 256, 300, 700]) {
    server.show(entries(size));
    assert.deepEqual(await kinds(watch, 2), ["grown", "same"]);
    const note = watch.cosigned(WITNESS, 1000 + size);
    const signed = parseCheckpoint(note);
    assert.equal(signed.checkpoint.size, size);
    assert.equal(verifyCosignature(signed, WITNESS.key), 1000 + size);
  }
});

test("cosignatures of others are not passed on", async () => {
  const { server, watch } = watching();
  const other = signatureLine({ keyName: "x", keyId: bytes("abcd"), signature: bytes("y") });
  server.show(entries(3), checkpointOf(entries(3)) + other);
  assert.deepEqual(await kinds(watch, 1), ["grown"]);
  assert.equal(parseNote(watch.cosigned(WITNESS, 5)).signatures.length, 2);
});

test("another past is a fork: both checkpoints are kept, nothing is cosigned any more", async () => {
  for (const other of [entries(9, "x"), entries(400, "x"), entries(7, "x")]) {
    const { server, store, watch } = watching();
    server.show(entries(7));
    await kinds(watch, 1);
    const first = store.read().last;
    server.show(other);
    assert.deepEqual(await kinds(watch, 1), ["alarm"]);
    assert.deepEqual(store.read().alarm, { kind: "forked", first, second: checkpointOf(other) });
    server.show(entries(8));
    assert.deepEqual(await kinds(new Watch(LOG, server, store), 1), ["alarm"]);
    assert.equal(watch.cosigned(WITNESS, 5), null);
  }
});

test("a log that is smaller time and again has gone back; once is an answer from a cache", async () => {
  const { server, store, watch } = watching();
  server.show(entries(7));
  await kinds(watch, 1);
  server.show(entries(6));
  assert.deepEqual(await kinds(watch, 2), ["unproved", "unproved"]);
  server.show(entries(7));
  assert.deepEqual(await kinds(watch, 1), ["same"]);
  server.show(entries(6));
  assert.deepEqual(await kinds(watch, 3), ["unproved", "unproved", "alarm"]);
  assert.equal(store.read().alarm.kind, "rolled_back");
});

test("what is unsigned, of another log, or without its tiles is neither believed nor an alarm", async () => {
  const { server, store, watch } = watching();
  server.show(entries(7));
  await kinds(watch, 1);
  const { last } = store.read();
  const sound = checkpointOf(entries(9));
  const answers = [
    "<html>Welcome</html>",
    checkpointOf(entries(9), new Uint8Array(32).fill(8)),
    sound.replace("\n9\n", "\n8\n"),
    sound.replaceAll(ORIGIN, "vote.example/log/another"),
  ];
  for (const text of answers) {
    server.show(entries(9), text);
    assert.deepEqual(await kinds(watch, 1), ["unproved"], text);
  }
  server.show(entries(9));
  server.hasTiles = false;
  assert.deepEqual(await kinds(watch, 1), ["unproved"]);
  server.show(entries(9, "x"), sound);
  server.hasTiles = true;
  assert.deepEqual(await kinds(watch, 1), ["unproved"]);
  assert.deepEqual(store.read(), { last, alarm: null });
  server.show(entries(9));
  assert.deepEqual(await kinds(watch, 1), ["grown"]);
});

test("two windows of one browser never cosign two states", async () => {
  const { server, store, watch } = watching();
  const other = new Watch(LOG, server, store);
  server.show(entries(7));
  const [one, two] = await Promise.all([watch.look(), other.look()]);
  assert.deepEqual([one.kind, two.kind].sort(), ["grown", "same"]);
});

/** What a server holds of a witness: a checkpoint with its line. */
function seenBy(witness, hashes) {
  const { watch, store } = watching();
  store.write({ last: checkpointOf(hashes), alarm: null });
  return watch.cosigned(witness, 5);
}

test("a key that moved remembers what it signed, and a log that went back since is seen", async () => {
  const { server, store, watch } = watching();
  const text = seenBy(WITNESS, entries(9));
  assert.deepEqual(await watch.recall(text, WITNESS.key), { kind: "grown" });
  assert.equal(store.read().last, checkpointOf(entries(9)));
  server.show(entries(7));
  assert.deepEqual(await kinds(watch, 3), ["unproved", "unproved", "alarm"]);
});

test("what the key signed must continue what is remembered, and takes nothing from it", async () => {
  const cases = [
    [entries(9), "grown", 9],
    [entries(7), "same", 7],
    [entries(3), "same", 7],
    [entries(7, "x"), "alarm", 7],
    [entries(9, "x"), "alarm", 7],
  ];
  for (const [hashes, kind, size] of cases) {
    const { server, watch } = watching();
    server.show(entries(7));
    await kinds(watch, 1);
    server.show(hashes);
    assert.equal((await watch.recall(seenBy(WITNESS, hashes), WITNESS.key)).kind, kind);
    assert.equal(watch.last().checkpoint.size, size);
  }
});

test("what the key did not sign, or the log, is not remembered", async () => {
  const other = new WitnessKey("Công-đoàn", new Uint8Array(32).fill(3));
  const sound = seenBy(WITNESS, entries(9));
  const forged = checkpointOf(entries(9), new Uint8Array(32).fill(8));
  const answers = [
    "",
    "<html>",
    checkpointOf(entries(9)),
    seenBy(other, entries(9)),
    sound.replace("\n9\n", "\n8\n"),
    forged + sound.slice(sound.indexOf("— Công-đoàn")),
  ];
  for (const text of answers) {
    const { store, watch } = watching();
    assert.equal((await watch.recall(text, WITNESS.key)).kind, "unproved", text);
    assert.deepEqual(store.read(), { last: null, alarm: null });
  }
});

test("a key comes back from its file, and nothing else does", () => {
  const text = WITNESS.secretText();
  assert.match(text, /^PRIVATE\+KEY\+Công-đoàn\+[0-9a-f]{8}\+/);
  assert.deepEqual(parseWitnessKey(`${text}\r\n`).key, WITNESS.key);
  const spoilt = ["", text.slice(8), text.replace("đ", "d"), text.slice(0, -9), `${text}A`];
  for (const wrong of spoilt) assert.throws(() => parseWitnessKey(wrong), LogRefused, wrong);
});

test("a name as it is typed becomes one that a key can have", () => {
  assert.equal(nameFrom("  Công đoàn + Báo  "), "Công-đoàn-Báo");
  assert.equal(nameFrom(" + "), "");
  assert.equal(nameFrom("a".repeat(200)).length, 60);
});
