/**
 * The page that judges receipts: pasted, from a file, from a picture, or seen by the camera.
 *
 * Everything is computed here and nothing is sent. The log's key and the policy come with the page;
 * the file that works from disk may also be given them by hand. The server's own page has a form
 * that asks the server: for trackers, and where this script does not run.
 */

import { element, emptied } from "./booth_page.js";
import { drawBoxMark } from "./box_mark.js";
import { LogRefused } from "./log_errors.js";
import { parseVerificationKey } from "./note.js";
import { parsePolicy } from "./policy.js";
import { KIND } from "./receipt.js";
import { countSeen, isSound, judgeReceipt } from "./receipt_verdict.js";
import { said } from "./receipt_words.js";
import { Camera, readPicture } from "./scan.js";

/** @typedef {import("./receipt_verdict.js").Judgement} Judgement */
/** @typedef {{ logKey: import("./note.js").VerificationKey, policy: import("./policy.js").Policy | null }} Trusted */

const LARGEST = 1 << 17; // bytes of a file; a receipt has one or two thousand

/**
 * Read what receipts are judged by: a policy that names the log, or the log's key alone.
 * @param {string} text
 * @returns {Trusted}
 * @throws {LogRefused}
 */
export function readTrusted(text) {
  if (!/^[ \t]*(log|quorum)[ \t]/m.test(text)) {
    return { logKey: parseVerificationKey(text), policy: null };
  }
  const policy = parsePolicy(`${text.replace(/\r/g, "").trim()}\n`);
  if (!policy.logs.length) throw new LogRefused("policy_malformed", "no log");
  return { logKey: policy.logs[0].key, policy };
}

export class ReceiptCheck {
  /**
   * @param {object} options
   * @param {() => Promise<void>} options.start starts the core
   * @param {(key: string) => string} options.say a sentence of the page
   */
  constructor({ start, say }) {
    /** @private */ this.start = start;
    /** @private */ this.say = say;
    const page = /** @type {HTMLElement} */ (document.querySelector("[data-receipts]"));
    /** @private */ this.page = page;
    const video = /** @type {HTMLVideoElement} */ (this.ref("video"));
    /** @private */ this.camera = new Camera(video, (text) => this.seen(text));
    /** @private */ this.turn = 0;
    /** What is shown. @private @type {Judgement | null} */ this.judgement = null;
  }

  /** Listen. */
  run() {
    this.ref("by-script").hidden = false;
    const form = /** @type {HTMLFormElement} */ (this.ref("form"));
    form.addEventListener("submit", (event) => {
      const { value } = this.input("text");
      const isForServer = form.method === "post" && !value.includes(KIND);
      if (isForServer) return;
      event.preventDefault();
      this.check(value);
    });
    this.input("file").addEventListener("change", () => {
      const { files } = this.input("file");
      if (files !== null && files.length) this.take(files[0]);
    });
    for (const name of ["dragover", "drop"]) {
      document.addEventListener(name, (event) => event.preventDefault());
    }
    document.addEventListener("drop", (event) => {
      const transfer = /** @type {DragEvent} */ (event).dataTransfer;
      if (transfer !== null && transfer.files.length) this.take(transfer.files[0]);
    });
    this.page.addEventListener("click", ({ target }) => {
      const pressed = /** @type {Element} */ (target).closest("[data-do]");
      const action = pressed === null ? "" : pressed.getAttribute("data-do");
      if (action === "camera") this.look();
      else if (action === "server") form.submit();
    });
    window.addEventListener("pagehide", () => this.camera.stop());
  }

  /** @private */
  async look() {
    const works = await this.camera.start();
    this.ref("video").hidden = !works;
    this.write("camera", this.say(works ? "camera_on" : "camera_off"));
  }

  /**
   * @private
   * @param {string | null} text
   */
  seen(text) {
    if (text === null || text === "") return;
    this.camera.stop();
    this.ref("video").hidden = true;
    this.write("camera", "");
    this.input("text").value = text;
    this.check(text);
  }

  /**
   * @private
   * @param {File} file
   */
  async take(file) {
    this.clear();
    const { turn } = this;
    const text = file.type.startsWith("image/") ? await readPicture(file) : await textOf(file);
    if (turn !== this.turn) return;
    if (text === null) {
      this.write("fault", this.say("no_code"));
    } else {
      this.input("text").value = text;
      await this.check(text);
    }
    this.input("file").value = "";
  }

  /**
   * Judge a receipt and show the verdict.
   * @private
   * @param {string} text
   */
  async check(text) {
    this.clear();
    const { turn } = this;
    try {
      await this.start();
      if (turn !== this.turn) return;
      const { logKey, policy } = this.trusted();
      this.judgement = judgeReceipt(text, logKey, policy);
      this.draw();
      this.ref("verdict").focus();
    } catch (error) {
      if (turn !== this.turn) return;
      this.write("fault", this.say(error instanceof LogRefused ? "bad_key" : "machine"));
    }
  }

  /**
   * @private
   * @returns {Trusted}
   */
  trusted() {
    const { policy = "" } = this.page.dataset;
    return readTrusted(policy || this.input("trusted").value);
  }

  /** Draw the verdict again, perhaps in another language. */
  draw() {
    const found = this.judgement;
    const place = emptied(this.ref("verdict"));
    /** @type {HTMLElement} */ (place).hidden = found === null;
    if (found === null) return;
    const few = found.verdict === "too_few_witnesses" ? "few" : "sound";
    place.setAttribute("data-state", isSound(found) ? few : "wrong");
    const { lang } = document.documentElement;
    said(found, lang === "en" ? "en" : "vi").forEach((line, number) => {
      place.appendChild(element("p", {}, number === 0 ? element("strong", {}, line) : line));
    });
    if (!isSound(found)) return;
    place.appendChild(this.boxMark(found));
    const { newer = "" } = this.page.dataset;
    if (newer === "") return;
    if (countSeen(found) < (found.times || []).length) {
      const name = `bien-nhan-${found.index}.txt`;
      const link = { href: `${newer}/${found.index}`, download: name, class: "button plain" };
      place.appendChild(element("p", {}, element("a", link, this.say("newer"))));
    }
    const ask = { type: "button", class: "plain", "data-do": "server" };
    place.appendChild(element("p", {}, element("button", ask, this.say("server"))));
  }

  /**
   * @private
   * @param {Judgement} found
   */
  boxMark(found) {
    const mark = element("p", { class: "mark" });
    drawBoxMark(mark, found, this.say("box_mark_size"));
    const name = element("p", { class: "name" }, this.say("box_mark"));
    return element("div", { class: "box-mark" }, name, mark);
  }

  /** @private */
  clear() {
    this.turn += 1;
    this.judgement = null;
    this.draw();
    this.write("fault", "");
    const answered = this.page.querySelector(".answered");
    if (answered !== null) answered.remove(); // the server's answer to another question
  }

  /**
   * @private
   * @param {string} name
   */
  input(name) {
    return /** @type {HTMLInputElement} */ (this.ref(name));
  }

  /**
   * @private
   * @param {string} name
   */
  ref(name) {
    return /** @type {HTMLElement} */ (this.page.querySelector(`[data-ref="${name}"]`));
  }

  /**
   * @private
   * @param {string} name
   * @param {string} text
   */
  write(name, text) {
    this.ref(name).textContent = text;
  }
}

/**
 * Read a file as text; what is far too large is no receipt.
 * @param {File} file
 */
async function textOf(file) {
  return new Response(file.slice(0, LARGEST)).text();
}
