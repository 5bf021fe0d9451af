/**
 * What the tests of voting/client share: the library started, the vectors, the records.
 *
 * TINNHIEM_SODIUM names what the build left: core.wasm (so without it), sodium.wasm to test
 * libsodium, or sodium.mjs to test its JavaScript form.
 */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { parseElection } from "../../voting/client/election.js";
import { BallotsError } from "../../voting/client/errors.js";
import { startSodium } from "../../voting/client/sodium.js";

const ROOT = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const VECTORS = path.join(ROOT, "tests/vectors");

const sodium = process.env.TINNHIEM_SODIUM || path.join(ROOT, "build/client/core.wasm");
await startSodium(
  sodium.endsWith(".wasm")
    ? new Uint8Array(readFileSync(sodium))
    : await import(pathToFileURL(sodium).href),
);

export const isSlow = !sodium.endsWith(".wasm");

export function vector(name) {
  return JSON.parse(readFileSync(path.join(VECTORS, name), "utf8"));
}

export const twins = vector("twins.json");
export const CARD = "KodCn-t1kX1R-NziiH-gWDDDk";
export const bytes = (text) => new TextEncoder().encode(text);
export const textOf = (data) => new TextDecoder().decode(data);

/** Run something that may refuse; return what Python's vectors say of it. */
export function judged(work) {
  try {
    work();
  } catch (error) {
    if (!(error instanceof BallotsError)) throw error;
    return { refusal: error.refusal, detail: error.detail };
  }
  return { refusal: null, detail: null };
}

export function refusalOf(work) {
  const { refusal } = judged(work);
  assert.notEqual(refusal, null, "it was accepted");
  return refusal;
}

const elections = new Map();

/** Return an election of twins.json by its name. */
export function electionNamed(name) {
  if (!elections.has(name)) {
    const entry = twins.elections.find((one) => one.name === name);
    elections.set(name, parseElection(bytes(entry.bytes)));
  }
  return elections.get(name);
}

/** Change a field of JSON text, found by its path, and write it as the specification does. */
export function changed(text, place, value) {
  const message = JSON.parse(text);
  const holder = place.slice(0, -1).reduce((inner, step) => inner[step], message);
  holder[place[place.length - 1]] = value;
  return JSON.stringify(message);
}

/** Draw the same scalars as `draw`, and keep them. */
export function remembered(draw, kept) {
  return () => {
    const scalar = draw();
    kept.push(scalar.slice());
    return scalar;
  };
}

// ---------------------------------------------------------------- records (*.bel)

export const RECORDS = readdirSync(VECTORS).filter(
  (name) => name.endsWith(".bel") && !name.includes("2048"),
);

/** Read a record: the parts that a browser reads too. */
export function record(name) {
  const members = untar(readFileSync(path.join(VECTORS, name)));
  const found = { election: null, credentials: null, ballots: [], cards: cardsOf(name) };
  for (const [member, content] of members) {
    if (!member.endsWith(".event.json")) continue;
    const event = JSON.parse(textOf(content));
    const payload = members.get(`${event.payload}.data.json`);
    if (event.type === "Setup") {
      const setup = JSON.parse(textOf(payload));
      found.election = members.get(`${setup.election}.data.json`);
      found.credentials = JSON.parse(textOf(members.get(`${setup.credentials}.data.json`)));
    } else if (event.type === "Ballot") {
      found.ballots.push(payload);
    }
  }
  return found;
}

/** Return election and trustees of a record, as texts. */
export function setupOf(name) {
  const members = untar(readFileSync(path.join(VECTORS, name)));
  const events = [...members].filter(([member]) => member.endsWith(".event.json"));
  const [setup] = events.map(([, event]) => JSON.parse(textOf(event))).filter(({ type }) => type === "Setup");
  const parts = JSON.parse(textOf(members.get(`${setup.payload}.data.json`)));
  const [election, trustees] = [parts.election, parts.trustees].map((digest) => {
    return textOf(members.get(`${digest}.data.json`));
  });
  return { election, trustees };
}

function cardsOf(name) {
  const wanted = name.replace(/\.bel$/, ".credentials.json");
  return readdirSync(VECTORS).includes(wanted) ? vector(wanted).credentials : [];
}

function untar(archive) {
  const members = new Map();
  for (let start = 0; start + 512 <= archive.length && archive[start] !== 0; ) {
    const name = archive.toString("latin1", start, start + 100).replace(/\0.*$/s, "");
    const size = parseInt(archive.toString("latin1", start + 124, start + 136), 8);
    members.set(name, new Uint8Array(archive.subarray(start + 512, start + 512 + size)));
    start += 512 + Math.ceil(size / 512) * 512;
  }
  return members;
}

/** Return the bytes of a file of the vectors. */
export function file(name) {
  return new Uint8Array(readFileSync(path.join(VECTORS, name)));
}
