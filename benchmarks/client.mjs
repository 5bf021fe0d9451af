/**
 * Processor time of the browser code in Node, by the core and by libsodium, in turn:
 * node benchmarks/client.mjs [ROWS [ROUNDS]]
 *
 * Each round is a process of its own for each of them. The first sheet is the one that counts on a
 * phone: the engine has compiled nothing yet. "audit" is what the verifier does with sixteen
 * ballots. The ratios are those of the least times.
 */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { parseBallot, verifyBallots } from "../voting/client/ballots/ballot.js";
import { parseElection as parseForAudit } from "../voting/client/ballots/election.js";
import { TallySum } from "../voting/client/ballots/tally.js";
import { parseElection } from "../voting/client/election.js";
import * as group from "../voting/client/group.js";
import { Preparation } from "../voting/client/preparation.js";
import { startSodium } from "../voting/client/sodium.js";

const BACKENDS = ["core", "sodium"];
const TOGETHER = 16;
const TIMES = 100;

/** Processor milliseconds of this process, so that what else the machine does is left out. */
function spent() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** @param {() => void} work */
function taken(work) {
  const before = spent();
  work();
  return spent() - before;
}

/** @param {number} rows */
function electionOf(rows) {
  const vectors = new URL("../tests/vectors/twins.json", import.meta.url);
  const message = JSON.parse(JSON.parse(readFileSync(vectors, "utf8")).elections[0].bytes);
  message.questions = Array.from({ length: rows }, () => message.questions[0]);
  return new TextEncoder().encode(JSON.stringify(message));
}

/**
 * Make three sheets; return the ballots.
 * @param {Uint8Array} data
 * @param {number} rows
 * @param {Record<string, number>} times
 */
function makeSheets(data, rows, times) {
  const election = parseElection(data);
  return ["first", "second", "third"].map((sheet) => {
    const preparation = new Preparation(election, "KodCn-t1kX1R-NziiH-gWDDDk");
    for (let row = 0; row < rows; row += 1) preparation.mark(row, [0, 1, 0]);
    times[`${sheet} sheet: encrypted, ms`] = taken(() => {
      while (preparation.progress().encrypted < rows) preparation.step();
    });
    times[`${sheet} sheet: verified, ms`] = taken(() => preparation.seal());
    let bytes = new Uint8Array(0);
    times[`${sheet} sheet: signed, ms`] = taken(() => {
      ({ bytes } = preparation.cast());
    });
    return bytes;
  });
}

/**
 * @param {Uint8Array} data
 * @param {Uint8Array[]} sheets
 * @param {Record<string, number>} times
 */
function audit(data, sheets, times) {
  const election = parseForAudit(data);
  const read = () =>
    Array.from({ length: TOGETHER }, (_, at) => parseBallot(sheets[at % sheets.length], election));
  times["audit: read, ms a ballot"] = taken(read) / TOGETHER;
  const ballots = read();
  times["audit: verified, ms a ballot"] = taken(() => {
    if (verifyBallots(ballots, election).some((error) => error !== null)) throw new Error("bad");
  }) / TOGETHER;
  times["audit: added up, ms a ballot"] = taken(() => new TallySum(election).add(ballots, 1)) / TOGETHER;
}

/** @param {Record<string, number>} times */
function operations(times) {
  const [a, b] = [group.randomScalar(), group.randomScalar()];
  const [key, point] = [group.powerG(a), group.powerG(b)];
  const branches = Array.from({ length: 8 }, () => {
    return { alpha: key, beta: point, message: 1, challenge: a, response: b };
  });
  /** @type {Record<string, () => unknown>} */
  const all = {
    "a G": () => group.powerG(a),
    "a P": () => group.power(point, a),
    "P + Q": () => group.multiply(key, point),
    "membership": () => group.isMember(point),
    "a G, a Y, a Y + G": () => group.sealingPowers(key, a),
    "a G, a Y, a Y + b G": () => group.committingPowers(key, a, b),
    "eight branches of two points": () => group.vartimeCommitments(key, branches),
  };
  for (const [name, work] of Object.entries(all)) {
    const repeated = () => {
      for (let i = 0; i < TIMES; i += 1) work();
    };
    const rounds = [1, 2, 3].map(() => taken(repeated));
    times[`${name}, µs`] = (1000 * Math.min(...rounds)) / TIMES;
  }
}

/**
 * @param {string} backend
 * @param {number} rows
 */
async function measured(backend, rows) {
  const built = new URL(`../build/client/${backend}.wasm`, import.meta.url);
  /** @type {Record<string, number>} */
  const times = {};
  const data = electionOf(rows);
  await startSodium(new Uint8Array(readFileSync(built)));
  audit(data, makeSheets(data, rows, times), times);
  operations(times);
  return times;
}

/**
 * @param {number} rows
 * @param {number} rounds
 */
function compared(rows, rounds) {
  /** @type {Record<string, number>[]} */
  const least = BACKENDS.map(() => ({}));
  for (let round = 0; round < rounds; round += 1) {
    BACKENDS.forEach((backend, at) => {
      const own = fileURLToPath(import.meta.url);
      const text = execFileSync(process.execPath, [own, String(rows), backend], { encoding: "utf8" });
      for (const [name, time] of Object.entries(JSON.parse(text))) {
        least[at][name] = Math.min(time, least[at][name] || Infinity);
      }
    });
  }
  console.log(`${rows} rows, ${rounds} rounds`.padEnd(34), "    core   sodium    ratio");
  for (const [name, time] of Object.entries(least[0])) {
    const cells = [time, least[1][name], least[1][name] / time];
    console.log(name.padEnd(34), ...cells.map((cell) => cell.toFixed(1).padStart(8)));
  }
}

const [rows, what] = [Number(process.argv[2] || 47), process.argv[3] || "3"];
if (BACKENDS.includes(what)) console.log(JSON.stringify(await measured(what, rows)));
else compared(rows, Number(what));
