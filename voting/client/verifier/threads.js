/**
 * The page's side of a verification, or of another job over a record: a lead and helpers in workers, or, where workers are refused,
 * the page itself. The workers' code is the page's own script, started from a blob.
 */

import webAssembly from "built:core";
import { ownPool } from "../audit/pool.js";
import { startSodium } from "../sodium.js";
/** @typedef {import("../audit/verifier.js").Progress} Progress */

/**
 * What is done, here or in a worker: from plain objects to plain objects.
 * @template Asked, Answer
 * @typedef {(asked: Asked, pool: import("../audit/survey.js").Pool, progress: Progress) => Promise<Answer>} Job
 */

const MOST_HELPERS = 16;

/** The verification cannot be made; `key` says why (a sentence of the page). */
export class NotPossible extends Error {
  /** @param {"no_wasm" | "failed" | "stopped"} key */
  constructor(key) {
    super(key);
    this.key = key;
  }
}

/** Workers are refused, or one did not start. */
class NoWorkers extends Error {}

const SMALLEST_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** Tell whether this page may run WebAssembly. */
function canRunWebAssembly() {
  try {
    return new WebAssembly.Module(SMALLEST_MODULE) instanceof WebAssembly.Module;
  } catch (error) {
    return false;
  }
}

/**
 * One verification: `answer` is what comes of it, `stop` ends it.
 * @template Asked, Answer
 */
export class Verification {
  /**
   * @param {Job<Asked, Answer>} job what the workers do, too
   * @param {Asked} asked
   * @param {string} code the page's script
   * @param {Progress} progress
   * @param {(url: string) => string} address lets the address of a worker through
   */
  constructor(job, asked, code, progress, address = (url) => url) {
    /** @private */ this.job = job;
    /** @private */ this.address = address;
    /** @private @type {Worker[]} */ this.workers = [];
    /** How many workers verify ballots; 0: the page itself does. */
    this.helpers = 0;
    /** @private */ this.isStopped = false;
    /** @private @type {(error: Error) => void} */ this.abort = () => {};
    /** @private */ this.progress = progress;
    const stopped = new Promise((_, reject) => {
      this.abort = reject;
    });
    /** @type {Promise<Answer>} */
    this.answer = Promise.race([this.run(asked, code), stopped]).finally(() => this.end());
  }

  /** End the verification; its answer never comes. */
  stop() {
    this.isStopped = true;
    this.abort(new NotPossible("stopped"));
  }

  /** @private */
  end() {
    for (const worker of this.workers.splice(0)) worker.terminate();
  }

  /**
   * @private
   * @param {Asked} asked
   * @param {string} code
   */
  async run(asked, code) {
    if (!canRunWebAssembly()) throw new NotPossible("no_wasm");
    try {
      return await this.runInWorkers(asked, code);
    } catch (error) {
      if (!(error instanceof NoWorkers)) throw error;
      this.end();
      return this.runHere(asked);
    }
  }

  /**
   * @private
   * @param {Asked} asked
   */
  async runHere(asked) {
    this.helpers = 0;
    await startSodium(webAssembly);
    const progress = (/** @type {any} */ step, /** @type {number} */ done, /** @type {number} */ total) => {
      if (this.isStopped) throw new NotPossible("stopped");
      this.progress(step, done, total);
    };
    return this.job(asked, ownPool, progress);
  }

  /**
   * @private
   * @param {Asked} asked
   * @param {string} code
   * @returns {Promise<Answer>}
   */
  async runInWorkers(asked, code) {
    const count = Math.min(navigator.hardwareConcurrency || 1, MOST_HELPERS);
    const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    try {
      const [lead, ...helpers] = await Promise.all(
        Array.from({ length: count + 1 }, () => this.started(url)),
      );
      this.helpers = helpers.length;
      return await this.lead(lead, helpers, asked);
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  /**
   * Start a worker and wait until it is ready.
   * @private
   * @param {string} url
   * @returns {Promise<Worker>}
   */
  started(url) {
    return new Promise((resolve, reject) => {
      const refuse = () => reject(new NoWorkers());
      try {
        const worker = new Worker(this.address(url));
        this.workers.push(worker);
        worker.onerror = (event) => {
          event.preventDefault();
          refuse();
        };
        worker.onmessage = ({ data }) => (data.kind === "ready" ? resolve(worker) : refuse());
      } catch (error) {
        refuse();
      }
    });
  }

  /**
   * @private
   * @param {Worker} lead
   * @param {Worker[]} helpers
   * @param {Asked} asked
   * @returns {Promise<Answer>}
   */
  lead(lead, helpers, asked) {
    return new Promise((resolve, reject) => {
      const ports = helpers.map((helper) => {
        const { port1, port2 } = new MessageChannel();
        helper.postMessage({ kind: "help", port: port2 }, [port2]);
        helper.onerror = () => lead.postMessage({ kind: "lost" });
        return port1;
      });
      lead.onerror = () => reject(new NotPossible("failed"));
      lead.onmessage = ({ data }) => {
        if (data.kind === "progress") this.progress(data.step, data.done, data.total);
        else if (data.kind === "answer") resolve(data.answer);
        else reject(new NotPossible("failed"));
      };
      lead.postMessage({ kind: "verify", asked, ports }, ports);
    });
  }
}
