/**
 * Survey chunks of ballots in order: here, or by helpers behind message ports, with a bounded queue;
 * twin of audit/pool.py.
 *
 * lead → helper: { kind: "setting", setting }, { kind: "tasks", number, tasks }
 * helper → lead: { kind: "report", number, report }
 *              | { kind: "unreadable", code, offset, detail } | { kind: "failed", name }
 */

import { RecordUnreadable } from "./errors.js";
import { chunkSurveyor } from "./survey.js";

/** @typedef {import("./survey.js").Pool} Pool */
/** @typedef {import("./survey.js").Report} Report */

const WAITING_PER_JOB = 3;

/** Let whatever waits (a press of a button, a picture) have its turn. */
function breath() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(null);
    };
    port2.postMessage(null);
  });
}

/** The pool that works here, with a breath between the chunks. @type {Pool} */
export const ownPool = {
  jobs: 1,
  async *run(setting, chunks) {
    const survey = chunkSurveyor(setting);
    for (const tasks of chunks) {
      yield await survey(tasks);
      await breath();
    }
  },
};

/**
 * The pool of helpers. A helper that dies ends the survey: worker_lost.
 * @param {MessagePort[]} ports
 * @returns {Pool & { lose(): void }}
 */
export function helperPool(ports) {
  /** @type {(error: Error) => void} */
  let fail = () => {};
  return {
    jobs: ports.length,
    lose: () => fail(new RecordUnreadable("worker_lost")),
    async *run(setting, chunks) {
      /** @type {{ resolve: (report: Report) => void, promise: Promise<Report> }[]} */
      const awaited = chunks.map(() => {
        /** @type {any} */
        const one = {};
        one.promise = new Promise((resolve) => {
          one.resolve = resolve;
        });
        return one;
      });
      const failed = new Promise((_, reject) => {
        fail = reject;
      });
      failed.catch(() => {});
      let next = 0;
      const send = (/** @type {MessagePort} */ port) => {
        if (next >= chunks.length) return;
        port.postMessage({ kind: "tasks", number: next, tasks: chunks[next] });
        next += 1;
      };
      for (const port of ports) {
        port.onmessage = ({ data }) => {
          if (data.kind === "report") {
            awaited[data.number].resolve(data.report);
            send(port);
          } else if (data.kind === "unreadable") {
            fail(new RecordUnreadable(data.code, data.offset, data.detail));
          } else {
            fail(new Error(data.name));
          }
        };
        port.postMessage({ kind: "setting", setting });
      }
      for (let i = 0; i < WAITING_PER_JOB; i += 1) ports.forEach(send);
      for (const { promise } of awaited) yield await Promise.race([promise, failed]);
    },
  };
}

/**
 * Answer a lead's messages.
 * @param {MessagePort} port
 */
export function help(port) {
  /** @type {ReturnType<typeof chunkSurveyor> | null} */
  let survey = null;
  let last = Promise.resolve();
  const answer = async (/** @type {any} */ data) => {
    try {
      if (data.kind === "setting") survey = chunkSurveyor(data.setting);
      else if (survey !== null) {
        const report = await survey(data.tasks);
        port.postMessage({ kind: "report", number: data.number, report });
      }
    } catch (error) {
      port.postMessage(failure(error));
    }
  };
  port.onmessage = ({ data }) => {
    last = last.then(() => answer(data));
  };
}

/** @param {unknown} error */
function failure(error) {
  if (error instanceof RecordUnreadable) {
    const { code, offset, detail } = error;
    return { kind: "unreadable", code, offset, detail };
  }
  return { kind: "failed", name: error instanceof Error ? error.name : "" };
}
