/**
 * The check page: what does an opened ballot encrypt? Found here, on a second device, by itself.
 *
 * The election's bytes are fetched; of the ballot nothing is sent. It is a file, a picture of its QR
 * code, or what a camera or a scanner that types reads of it.
 */

import { element, emptied } from "./booth_page.js";
import { inGroups } from "./booth_review.js";
import { parseElection } from "./election.js";
import { BallotsError, SENTENCES } from "./errors.js";
import { verifyOpening, verifyOpeningCode } from "./opening.js";
import { startPageSodium } from "./page_sodium.js";
import { Camera, readPicture } from "./scan.js";

/** @typedef {import("./election.js").Election} Election */
/** @typedef {import("./opening.js").Found} Found */

const LONGEST_CODE = 1 << 20;

/** The check cannot be made; `key` says why (a sentence of the page). */
class NotPossible extends Error {
  /** @param {string} key */
  constructor(key) {
    super(key);
    this.key = key;
  }
}

export class Check {
  /** @param {string} scriptUrl */
  constructor(scriptUrl) {
    /** @private */ this.scriptUrl = scriptUrl;
    const page = /** @type {HTMLElement} */ (document.querySelector("[data-api]"));
    /** @private */ this.page = page;
    const video = /** @type {HTMLVideoElement} */ (this.ref("video"));
    /** @private */ this.camera = new Camera(video, (text) => this.seen(text));
    /** @private @type {Promise<Election> | null} */ this.election = null;
    /** @private */ this.turn = 0;
  }

  /** Listen. */
  run() {
    this.forget();
    this.page.addEventListener("click", ({ target }) => {
      const pressed = /** @type {Element} */ (target).closest("[data-do]");
      const action = pressed === null ? "" : pressed.getAttribute("data-do");
      if (action === "camera") this.look();
      else if (action === "text") this.checkText(this.input("text").value);
      else if (action === "forget") this.forget();
    });
    this.ref("file").addEventListener("change", () => this.checkFile());
    window.addEventListener("pagehide", () => this.forget());
  }

  /** @private */
  async look() {
    this.forget();
    const { turn } = this;
    const works = await this.camera.start();
    if (turn !== this.turn) return; // something else was asked for meanwhile
    this.ref("video").hidden = !works;
    this.write("camera", this.say(works ? "camera_on" : "camera_off"));
  }

  /**
   * @private
   * @param {string | null} text
   */
  seen(text) {
    if (text !== null && text !== "") this.checkText(text);
  }

  /** @private */
  stopLooking() {
    this.camera.stop();
    this.ref("video").hidden = true;
    this.write("camera", "");
  }

  /** @private */
  checkFile() {
    const { files } = this.input("file");
    if (files !== null && files.length > 0) this.check(contentOf(files[0]));
  }

  /**
   * @private
   * @param {string} text a code, or a whole file that was pasted
   */
  checkText(text) {
    this.check(Promise.resolve(encoded(text)));
  }

  /**
   * Check one ballot. What was found of an earlier one is gone before anything is waited for.
   * @private
   * @param {Promise<Uint8Array>} content of a file or a code
   */
  async check(content) {
    this.stopLooking();
    this.clear();
    const { turn } = this;
    this.write("progress", this.say("working"));
    try {
      const [data, election] = await Promise.all([content, this.ready()]);
      await nextFrame(); // so that it is seen that the work has begun
      if (turn === this.turn) this.show(verifyEither(data, election), election);
    } catch (error) {
      if (turn === this.turn) this.fail(this.sentence(error));
    }
  }

  /**
   * Start the core and read the election, once.
   * @private
   */
  ready() {
    if (this.election === null) {
      this.election = this.load();
      this.election.catch(() => {
        this.election = null;
      });
    }
    return this.election;
  }

  /** @private */
  async load() {
    const { api = "", fingerprint } = this.page.dataset;
    await startPageSodium(this.scriptUrl).catch(() => {
      throw new NotPossible("machine");
    });
    const data = await fetchBytes(`${api}/election`);
    const election = parseElection(data);
    if (election.fingerprint !== fingerprint) throw new NotPossible("other_election");
    return election;
  }

  /**
   * @private
   * @param {Found} found
   * @param {Election} election
   */
  show(found, election) {
    this.write("progress", "");
    this.write("hash", inGroups(found.hash));
    const list = emptied(this.ref("choices"));
    election.questions.forEach((question, row) => {
      const said = this.saidOf(question.answers, found.choices[row]);
      list.appendChild(
        element(
          "li",
          {},
          element("span", { class: "who" }, element("span", { class: "name" }, question.question)),
          element("span", { class: "said" }, said),
        ),
      );
    });
    this.ref("found").hidden = false;
    this.ref("found-heading").focus();
  }

  /**
   * Write a choice in the language of the page.
   * @private
   * @param {string[]} answers as the election writes them
   * @param {number[] | null} choice
   */
  saidOf(answers, choice) {
    if (choice === null) return this.say("blank");
    const { levels = "[]", said = "[]" } = this.page.dataset;
    const isKnown = JSON.stringify(answers) === JSON.stringify(JSON.parse(levels));
    /** @type {string[]} */
    const names = isKnown ? JSON.parse(said) : answers;
    const chosen = names.filter((_, place) => choice[place] === 1);
    return chosen.join("; ") || this.say("not_marked");
  }

  /**
   * @private
   * @param {unknown} error
   */
  sentence(error) {
    if (error instanceof NotPossible) return this.say(error.key);
    if (!(error instanceof BallotsError)) return this.say("machine");
    const { lang } = document.documentElement;
    const why = SENTENCES[error.refusal][lang === "en" ? "en" : "vi"];
    const where = error.detail ? ` (${error.detail})` : "";
    return `${this.say("refused")} ${why} [${error.refusal}]${where}`;
  }

  /**
   * @private
   * @param {string} sentence
   */
  fail(sentence) {
    this.clear();
    this.write("fault", sentence);
  }

  /** @private */
  clear() {
    this.turn += 1;
    this.ref("found").hidden = true;
    emptied(this.ref("choices"));
    for (const name of ["hash", "fault", "progress"]) this.write(name, "");
  }

  /** Forget the ballot that was checked. */
  forget() {
    this.stopLooking();
    this.clear();
    this.input("file").value = "";
    this.input("text").value = "";
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

  /**
   * @private
   * @param {string} key
   */
  say(key) {
    const found = this.page.querySelector(`[data-say="${key}"]`);
    return found === null ? "" : (found.textContent || "").trim();
  }
}

/**
 * Verify a file or a code, whichever it is.
 * @param {Uint8Array} data
 * @param {Election} election
 */
export function verifyEither(data, election) {
  if (data[0] === 0x7b) return verifyOpening(data, election);
  return verifyOpeningCode(new TextDecoder().decode(data.subarray(0, LONGEST_CODE)).trim(), election);
}

/**
 * Read a file, or the code in a picture.
 * @param {Blob} file
 */
async function contentOf(file) {
  if (!file.type.startsWith("image/")) {
    return new Uint8Array(await new Response(file).arrayBuffer());
  }
  const text = await readPicture(file);
  if (text === null) throw new NotPossible("no_code");
  return encoded(text);
}

/** @param {string} text */
function encoded(text) {
  return new TextEncoder().encode(text.trim());
}

/** @param {string} url */
async function fetchBytes(url) {
  try {
    const response = await fetch(url, { credentials: "omit" });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    // No connection: as if there were no answer.
  }
  throw new NotPossible("no_connection");
}

/** @returns {Promise<void>} */
function nextFrame() {
  return new Promise((resolve) => setTimeout(resolve, 30));
}
