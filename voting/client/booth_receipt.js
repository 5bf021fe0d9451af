/**
 * After sending: judge the receipt in a fresh worker, then look for what the witnesses have seen.
 *
 * The worker knows the receipt, the log's key and the policy, which the page brought with it: of
 * the ballot it knows nothing, and nothing is asked of anybody. The newer receipt is asked for by
 * the place that the server has just given, so that asking tells it nothing new.
 */

import { startEncryptor } from "./encryptor.js";
import { countSeen, isSound } from "./receipt_verdict.js";

/** @typedef {import("./receipt_verdict.js").Judgement} Judgement */
/** @typedef {import("./booth_send.js").Recorded} Recorded */
/** @typedef {Recorded & { judgement: Judgement }} Judged */

const EVERY_MS = 1000;
const TIMES = 12;

export class ReceiptDesk {
  /**
   * @param {string} scriptUrl
   * @param {import("./booth_data.js").Conference} conference
   */
  constructor(scriptUrl, conference) {
    /** @private */ this.conference = conference;
    /** @private */ this.worker = startEncryptor({
      scriptUrl,
      onProgress: () => {},
      onRefused: () => {},
    });
  }

  /**
   * Judge a receipt; null if it does not prove that this ballot lies in the log of this conference.
   * @param {Recorded} recorded
   * @returns {Promise<Judgement | null>}
   * @throws {Error} this machine cannot do it
   */
  async judge({ receipt, tracker, index }) {
    const { logKey, policy, uuid } = this.conference;
    const worker = await this.worker;
    const { judgement } = await worker.judge(receipt, logKey, policy);
    const found = judgement;
    const isOurs = found.tracker === tracker && found.index === index && found.uuid === uuid;
    return isSound(found) && isOurs ? found : null;
  }

  /**
   * Ask for a newer receipt for some seconds, until all witnesses have confirmed it. Only the last
   * answer may say since when they are too few: until then their signatures are on the way.
   * @param {Judged} recorded
   * @param {() => boolean} isWanted false: nobody looks any more
   * @param {(newer: Judged) => void} onNewer
   */
  async follow(recorded, isWanted, onNewer) {
    let last = recorded;
    for (let turn = 0; turn < TIMES && !isComplete(last); turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      const newer = isWanted() ? await this.newer(last, turn === TIMES - 1) : null;
      if (!isWanted()) return;
      if (newer === null) continue;
      last = newer;
      onNewer(newer);
    }
  }

  /**
   * @private
   * @param {Judged} known
   * @param {boolean} isLast
   * @returns {Promise<Judged | null>} null: there is none that more witnesses have seen
   */
  async newer(known, isLast) {
    const receipt = await fetchText(`${this.conference.api}/receipts/${known.index}`);
    if (receipt === null) return null;
    const judgement = await this.judge({ ...known, receipt });
    if (judgement === null) return null;
    const saysSince = isLast && judgement.held !== null && known.judgement.held === null;
    if (!saysSince && countSeen(judgement) <= countSeen(known.judgement)) return null;
    return { ...known, receipt, judgement };
  }

  /** End the worker. */
  close() {
    this.worker.then((worker) => worker.end()).catch(() => {});
  }
}

/** @param {Judged} recorded */
function isComplete({ judgement }) {
  return countSeen(judgement) === (judgement.times || []).length;
}

/**
 * @param {string} url
 * @returns {Promise<string | null>} null: it is not there, or there is no connection
 */
async function fetchText(url) {
  try {
    const response = await fetch(url, { credentials: "omit", cache: "no-store" });
    return response.ok ? await response.text() : null;
  } catch (error) {
    return null;
  }
}
