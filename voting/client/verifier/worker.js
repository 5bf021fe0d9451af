/**
 * What runs in a worker: the lead, who verifies, or one of the helpers, who verify ballots for it.
 *
 * page → worker
 *   { kind: "help", port }               become a helper of whoever has the other end of the port
 *   { kind: "verify", asked, ports }     become the lead, with these helpers, and do the job
 *   { kind: "lost" }                     (to the lead) a helper died
 * worker → page
 *   { kind: "ready" }                    the core is there
 *   { kind: "progress", step, done, total }
 *   { kind: "answer", answer }
 *   { kind: "failed", name }             a mistake of ours, or WebAssembly is forbidden
 */

import webAssembly from "built:core";
import { help, helperPool, ownPool } from "../audit/pool.js";
import { startSodium } from "../sodium.js";

/**
 * @typedef {object} Scope the part of a worker's global scope that is used here
 * @property {(message: unknown) => void} postMessage
 * @property {((event: MessageEvent) => void) | null} onmessage
 */

/**
 * Start the core, and do as the page says.
 * @param {import("./threads.js").Job<any, any>} job
 */
export function work(job) {
  const scope = /** @type {Scope} */ (/** @type {unknown} */ (self));
  let lose = () => {};
  const failed = (/** @type {unknown} */ error) => {
    scope.postMessage({ kind: "failed", name: error instanceof Error ? error.name : "" });
  };
  const lead = async (/** @type {any} */ { asked, ports }) => {
    const helpers = helperPool(ports);
    lose = helpers.lose;
    const pool = ports.length ? helpers : ownPool;
    const answer = await job(asked, pool, (step, done, total) => {
      scope.postMessage({ kind: "progress", step, done, total });
    });
    scope.postMessage({ kind: "answer", answer });
  };
  scope.onmessage = ({ data }) => {
    if (data.kind === "help") help(data.port);
    else if (data.kind === "verify") lead(data).catch(failed);
    else lose();
  };
  startSodium(webAssembly).then(() => scope.postMessage({ kind: "ready" }), failed);
}
