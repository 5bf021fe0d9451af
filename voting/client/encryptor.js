/**
 * The page's side of the worker: start it, talk to it in promises, end it.
 *
 * The worker's code lies in the page's own script (built:worker) and is started from a blob, so
 * that the integrity of that one script covers it; a worker from an address has no integrity. The
 * page's policy needs `script-src 'self' 'wasm-unsafe-eval'`, `worker-src blob:` (and, for Safari
 * before 15.4, `child-src blob:`) and `connect-src 'self'`; trusted.js has its Trusted Types.
 *
 * Where WebAssembly is missing or forbidden (Chrome before 97 and Safari before 16 know no
 * 'wasm-unsafe-eval'), libsodium as JavaScript is fetched, with its integrity, and put before it.
 */

import SLOW from "built:slow";
import WORKER from "built:worker";
import { scriptAddress } from "./trusted.js";

/** @typedef {import("./worker.js").Reply} Reply */
/** @typedef {import("./worker.js").Request} Request */
/** @typedef {import("./worker.js").Refused} Refused */
/** @typedef {import("./preparation.js").Progress} Progress */

/**
 * @template {Reply["kind"]} K
 * @typedef {Extract<Reply, { kind: K }>} ReplyOf
 */

const SMALLEST_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** The worker refused; `reply` says what and why (worker.js). */
export class EncryptorRefused extends Error {
  /** @param {Refused} reply */
  constructor(reply) {
    super(reply.refusal);
    this.name = "EncryptorRefused";
    this.reply = reply;
  }
}

/** Tell whether this page may run WebAssembly. */
export function canRunWebAssembly() {
  try {
    return new WebAssembly.Module(SMALLEST_MODULE) instanceof WebAssembly.Module;
  } catch (error) {
    return false;
  }
}

/**
 * Start a worker.
 * @param {object} options
 * @param {string} options.scriptUrl where the page's own script came from: beside it lies libsodium
 *   as JavaScript. `document.currentScript.src`, read while the script is first run.
 * @param {(progress: Progress) => void} options.onProgress
 * @param {(refused: Refused) => void} options.onRefused a row, or work in the background, was
 *   refused
 * @throws {TypeError} the network failed (only without WebAssembly)
 */
export async function startEncryptor({ scriptUrl, onProgress, onRefused }) {
  const parts = canRunWebAssembly() ? [WORKER] : [await slowSodium(scriptUrl), WORKER];
  const url = URL.createObjectURL(new Blob(parts, { type: "text/javascript" }));
  const encryptor = new Encryptor(new Worker(scriptAddress(url)), onProgress, onRefused);
  encryptor.onFirst = () => URL.revokeObjectURL(url); // not before its text was read
  return encryptor;
}

/** @param {string} scriptUrl */
async function slowSodium(scriptUrl) {
  const url = new URL(SLOW.file, scriptUrl).href;
  const response = await fetch(url, { integrity: SLOW.integrity, credentials: "omit" });
  if (!response.ok) throw new TypeError("libsodium could not be fetched");
  return response.text();
}

export class Encryptor {
  /**
   * @param {Worker} worker
   * @param {(progress: Progress) => void} onProgress
   * @param {(refused: Refused) => void} onRefused
   */
  constructor(worker, onProgress, onRefused) {
    /** @private */ this.worker = worker;
    /** @private */ this.onProgress = onProgress;
    /** @private */ this.onRefused = onRefused;
    /**
     * @private
     * @type {{ of: string, resolve: (reply: any) => void, reject: (error: Error) => void }[]}
     */
    this.awaited = [];
    /** @type {() => void} */
    this.onFirst = () => {};
    worker.onmessage = ({ data }) => {
      this.onFirst();
      this.onFirst = () => {};
      this.take(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.fail();
    };
  }

  /**
   * Read the election and the credential. SECRET goes in.
   * @param {Uint8Array} election
   * @param {string} credential
   * @returns {Promise<ReplyOf<"started">>}
   */
  start(election, credential) {
    return this.ask({ kind: "start", election, credential });
  }

  /**
   * Tell the choice of a row, at every tap; nothing is answered.
   * @param {number} row from 0
   * @param {number[] | null} marks
   */
  mark(row, marks) {
    this.worker.postMessage({ kind: "row", row, marks });
  }

  /**
   * Finish all rows and settle the ballot.
   * @returns {Promise<ReplyOf<"sealed">>}
   */
  seal() {
    return this.ask({ kind: "seal" });
  }

  /**
   * Sign and verify the sealed ballot.
   * @returns {Promise<ReplyOf<"ballot">>}
   */
  cast() {
    return this.ask({ kind: "cast" });
  }

  /**
   * Open the sealed ballot instead of casting it. SECRET comes out.
   * @returns {Promise<ReplyOf<"opened">>}
   */
  open() {
    return this.ask({ kind: "open" });
  }

  /**
   * Judge a receipt by a log key and a policy.
   * @param {string} receipt
   * @param {string} logKey
   * @param {string} policy
   * @returns {Promise<ReplyOf<"judged">>}
   */
  judge(receipt, logKey, policy) {
    return this.ask({ kind: "judge", receipt, logKey, policy });
  }

  /** Overwrite everything and end the worker; whatever was awaited is refused. */
  end() {
    const ended = () => {
      this.worker.terminate();
      this.fail();
    };
    const timer = setTimeout(ended, 1000);
    return this.ask({ kind: "forget" }).then(ended, ended).then(() => clearTimeout(timer));
  }

  /**
   * @private
   * @param {Request} request
   * @returns {Promise<any>}
   */
  ask(request) {
    return new Promise((resolve, reject) => {
      this.awaited.push({ of: request.kind, resolve, reject });
      this.worker.postMessage(request);
    });
  }

  /**
   * @private
   * @param {Reply} reply
   */
  take(reply) {
    if (reply.kind === "progress") {
      this.onProgress(reply);
    } else if (reply.kind === "refused" && (reply.of === "row" || reply.of === "work")) {
      this.onRefused(reply);
    } else {
      const next = this.awaited.shift(); // requests are answered in the order of asking
      if (next === undefined) return;
      if (reply.kind === "refused") next.reject(new EncryptorRefused(reply));
      else next.resolve(reply);
    }
  }

  /** @private */
  fail() {
    for (const { of, reject } of this.awaited.splice(0)) {
      reject(new EncryptorRefused({ kind: "refused", of, refusal: "failed", detail: "worker" }));
    }
  }
}
