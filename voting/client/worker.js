/**
 * The worker that holds the credential and encrypts: its messages, one object each way.
 *
 * SECRET messages never leave the device: the page must not log, store or send them.
 *
 * page → worker
 *   { kind: "start", election: Uint8Array, credential: string }                         SECRET
 *       The election's exact bytes, and what was scanned or typed (it is read forgivingly).
 *       Answer: started, or refused (bad_credential with `fault`, or a fault of the election).
 *       A second start forgets everything of the first one.
 *   { kind: "row", row: number, marks: number[] | null }                                SECRET
 *       The choice of a row (from 0): one 0 or 1 an answer, all 0 when it was cleared; null for a
 *       blank vote. Sent at every tap; no answer but progress, or refused (bad_choices).
 *       After `sealed` it reopens the choosing: seal again.
 *   { kind: "seal" }
 *       The choosing is over: finish all rows (those never marked as cleared) and settle the
 *       ballot. Answer: progress while it works, then sealed, or refused (bad_choices: a row of
 *       this election may not be left unmarked; `detail` is "question 17: …").
 *   { kind: "cast" }
 *       Sign and verify the sealed ballot. Answer: ballot. Everything secret is then forgotten.
 *   { kind: "open" }
 *       Open the sealed ballot instead. Answer: opened; then progress, for the rows are made anew.
 *       The choices stay; `seal` gives another ballot. What was opened can never be cast.
 *   { kind: "judge", receipt: string, logKey: string, policy: string }
 *       Judge the receipt that the server answered with. Needs no start: a worker that knows
 *       nothing of any ballot does it. Answer: judged, or refused ("failed": log key or policy).
 *   { kind: "forget" }
 *       Overwrite everything. Answer: forgotten. The page then terminates the worker.
 *
 * worker → page
 *   { kind: "started", fingerprint, publicCredential, questions: number }
 *       publicCredential is public, but tells which ballot on the board is this person's.
 *   { kind: "progress", encrypted: number, verified: number, of: number }      rows; no choices
 *   { kind: "sealed", hash: string }        43 characters: what the ballot will be signed for
 *   { kind: "ballot", bytes: Uint8Array, tracker: string, hash: string }
 *       bytes are the body of the request. Keep them for sending again: the worker has forgotten.
 *   { kind: "opened", hash: string, file: Uint8Array, code: string }                    SECRET
 *       file and code (opening.js) show the choices; neither can be cast.
 *   { kind: "judged", judgement }                                        receipt_verdict.js
 *   { kind: "forgotten" }
 *   { kind: "refused", of: string, refusal: string, detail: string, row?: number, fault?: object }
 *       of: the kind of the message that was refused ("row" with its row; "work" for a fault found
 *       while encrypting in the background). refusal: a code of errors.js, or "out_of_turn" (a
 *       mistake of the page) or "failed" (a mistake of ours). detail never holds a secret.
 */

import { CredentialRefused, parseCredential } from "./credentials.js";
import { parseElection } from "./election.js";
import { BallotsError } from "./errors.js";
import { parseVerificationKey } from "./note.js";
import { parsePolicy } from "./policy.js";
import { OutOfTurn, Preparation } from "./preparation.js";
import { judgeReceipt } from "./receipt_verdict.js";

/**
 * @typedef {{ kind: "start", election: Uint8Array, credential: string }
 *   | { kind: "row", row: number, marks: number[] | null }
 *   | { kind: "seal" } | { kind: "cast" } | { kind: "open" } | { kind: "forget" }
 *   | { kind: "judge", receipt: string, logKey: string, policy: string }} Request
 */

/**
 * @typedef {object} Refused
 * @property {"refused"} kind
 * @property {string} of
 * @property {import("./errors.js").Refusal | "out_of_turn" | "failed"} refusal
 * @property {string} detail
 * @property {number} [row]
 * @property {import("./credentials.js").CredentialFault} [fault]
 */

/**
 * @typedef {{ kind: "started", fingerprint: string, publicCredential: string, questions: number }
 *   | ({ kind: "progress" } & import("./preparation.js").Progress)
 *   | { kind: "sealed", hash: string }
 *   | { kind: "ballot", bytes: Uint8Array, tracker: string, hash: string }
 *   | { kind: "opened", hash: string, file: Uint8Array, code: string }
 *   | { kind: "judged", judgement: import("./receipt_verdict.js").Judgement }
 *   | { kind: "forgotten" }
 *   | Refused} Reply
 */

/**
 * Return the function that handles one request.
 * @param {(reply: Reply) => void} post
 * @param {(work: () => void) => void} later call `work` after the messages that are waiting
 */
export function makeWorker(post, later) {
  /** @type {Preparation | null} */
  let preparation = null;
  let isWorking = false;

  /** Work in the background, one row at a time, so that a changed row is never waited for. */
  function work() {
    isWorking = false;
    if (preparation === null || preparation.state !== "choosing") return;
    try {
      if (!preparation.step()) return;
      post({ kind: "progress", ...preparation.progress() });
      workLater();
    } catch (error) {
      post(refused("work", error));
    }
  }

  function workLater() {
    if (!isWorking) later(work);
    isWorking = true;
  }

  /** @returns {Preparation} */
  function current() {
    if (preparation === null) throw new OutOfTurn("not started");
    return preparation;
  }

  /** @param {Request} request */
  function answer(request) {
    switch (request.kind) {
      case "start": {
        if (preparation !== null) preparation.forget();
        preparation = null;
        const credential = parseCredential(request.credential);
        preparation = new Preparation(parseElection(request.election), credential);
        const { election, credential: publicCredential } = preparation;
        const { fingerprint, questions } = election;
        post({ kind: "started", fingerprint, publicCredential, questions: questions.length });
        return;
      }
      case "row":
        current().mark(request.row, request.marks);
        workLater();
        return;
      case "seal": {
        const hash = current().seal((progress) => post({ kind: "progress", ...progress }));
        post({ kind: "sealed", hash });
        return;
      }
      case "cast":
        post({ kind: "ballot", ...current().cast() });
        return;
      case "open":
        post({ kind: "opened", ...current().open() });
        workLater();
        return;
      case "judge": {
        const logKey = parseVerificationKey(request.logKey);
        const judgement = judgeReceipt(request.receipt, logKey, parsePolicy(request.policy));
        post({ kind: "judged", judgement });
        return;
      }
      case "forget":
        if (preparation !== null) preparation.forget();
        preparation = null;
        post({ kind: "forgotten" });
        return;
      default:
        throw new OutOfTurn("no such request");
    }
  }

  return (/** @type {Request} */ request) => {
    try {
      answer(request);
    } catch (error) {
      const refusal = refused(request.kind, error);
      post(request.kind === "row" ? { ...refusal, row: request.row } : refusal);
    }
  };
}

/**
 * @param {string} of
 * @param {unknown} error
 * @returns {Refused}
 */
function refused(of, error) {
  if (error instanceof CredentialRefused) {
    const { refusal, detail, fault } = error;
    return { kind: "refused", of, refusal, detail, fault };
  }
  if (error instanceof BallotsError) {
    return { kind: "refused", of, refusal: error.refusal, detail: error.detail };
  }
  if (error instanceof OutOfTurn) {
    return { kind: "refused", of, refusal: "out_of_turn", detail: error.message };
  }
  // The message of an unforeseen error might repeat a value: only its kind is told.
  const name = error instanceof Error ? error.name : "";
  return { kind: "refused", of, refusal: "failed", detail: name };
}
