/**
 * What runs in the Web Worker: the core, and the worker's messages (worker.js) over it.
 *
 * Where WebAssembly is forbidden, the page puts libsodium as JavaScript before this: the script that
 * sets `tinnhiemSodium`.
 */

import webAssembly from "built:core";
import { startSodium } from "./sodium.js";
import { makeWorker } from "./worker.js";

/**
 * @typedef {object} Scope the part of a worker's global scope that is used here
 * @property {import("./sodium.js").Exports} [tinnhiemSodium]
 * @property {(message: unknown) => void} postMessage
 * @property {((event: MessageEvent) => void) | null} onmessage
 */

const scope = /** @type {Scope} */ (/** @type {unknown} */ (self));
/** @type {Promise<void>} */
const ready = startSodium(scope.tinnhiemSodium || webAssembly);

// A timer would wait 4 ms a row; a message to oneself does not.
const channel = new MessageChannel();
/** @type {(() => void)[]} */
const waiting = [];
channel.port1.onmessage = () => waiting.splice(0).forEach((work) => work());

const handle = makeWorker(
  (reply) => scope.postMessage(reply),
  (work) => {
    waiting.push(work);
    channel.port2.postMessage(null);
  },
);

scope.onmessage = (/** @type {MessageEvent} */ { data }) => {
  ready.then(
    () => handle(data),
    (error) => {
      const detail = error instanceof Error ? error.name : "";
      scope.postMessage({ kind: "refused", of: data.kind, refusal: "failed", detail });
    },
  );
};
