/**
 * Processor time to encrypt and verify a sheet in Node: node benchmarks/client.mjs [ROWS]
 *
 * The first sheet is the one that counts on a phone: the engine has compiled nothing yet.
 */

import { readFileSync } from "node:fs";

import { parseElection } from "../voting/client/election.js";
import { Preparation } from "../voting/client/preparation.js";
import { counted, startSodium } from "../voting/client/sodium.js";

const rows = Number(process.argv[2] || 47);
const built = new URL("../build/client/sodium.wasm", import.meta.url);
const vectors = new URL("../tests/vectors/twins.json", import.meta.url);

/** Processor milliseconds of this process, so that what else the machine does is left out. */
const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

await startSodium(new Uint8Array(readFileSync(built)));
const message = JSON.parse(JSON.parse(readFileSync(vectors, "utf8")).elections[0].bytes);
message.questions = Array.from({ length: rows }, () => message.questions[0]);
const election = parseElection(new TextEncoder().encode(JSON.stringify(message)));

for (const sheet of ["first", "second", "third"]) {
  const preparation = new Preparation(election, "KodCn-t1kX1R-NziiH-gWDDDk");
  for (let row = 0; row < rows; row += 1) preparation.mark(row, [0, 1, 0]);
  const times = [spent()];
  const before = { ...counted };
  while (preparation.progress().encrypted < rows) preparation.step();
  times.push(spent());
  const [base, other] = [counted.base - before.base, counted.other - before.other];
  preparation.seal();
  times.push(spent());
  const { bytes } = preparation.cast();
  times.push(spent());
  const [encrypted, verified, cast] = times.slice(1).map((time, at) => Math.round(time - times[at]));
  const line = `${rows} rows encrypted in ${encrypted} ms, verified in ${verified} ms, `;
  const powers = `${base / rows} powers of g and ${other / rows} of the key a row`;
  console.log(`${sheet} sheet: ${line}signed in ${cast} ms, ${bytes.length} bytes; ${powers}`);
}
