/**
 * The stage: the page that a projector opens once. It asks every second which scene the desk has
 * chosen, and shows it with its figures.
 *
 * Without an answer the last scene stays, with a quiet mark, and the page goes on by itself. Once a
 * minute everything moves by a few pixels, so that nothing burns in.
 */

import { grouped } from "./box_mark.js";
import { DRAW } from "./stage_scenes.js";

const SECOND = 1000;
const EVERY_MS = SECOND;
const PATIENCE_MS = 5 * SECOND;
const SHIFT_MS = 60 * SECOND;
const SHIFTS = 4;
const LOST_AFTER = 2; // looks without an answer

/** @typedef {import("./stage_scenes.js").State} State */

export class Stage {
  constructor() {
    /** @private */ this.url = document.body.dataset.state || "";
    /** @private */ this.missed = 0;
    /** @private */ this.drawn = "";
    /** @private */ this.shown = "";
  }

  /** Look for ever. */
  run() {
    this.tick();
    let turn = 0;
    setInterval(() => {
      turn += 1;
      document.body.dataset.shift = String(turn % SHIFTS);
    }, SHIFT_MS);
  }

  /** @private */
  async tick() {
    try {
      this.take(await ask(this.url));
      this.missed = 0;
    } catch (error) {
      this.missed += 1;
    }
    write(place("lost"), this.missed >= LOST_AFTER ? say("lost") : "");
    setTimeout(() => this.tick(), EVERY_MS);
  }

  /**
   * Show an answer; nothing is touched if it says what the last one said.
   * @private
   * @param {string} text
   */
  take(text) {
    if (text === this.drawn) return;
    /** @type {State} */
    const state = JSON.parse(text);
    const section = sectionOf(state.scene);
    if (section === null || typeof state.words !== "string") throw new Error("no answer");
    const draw = DRAW[state.scene];
    if (draw !== undefined) draw(state, { place, say, write });
    write(place("size"), say("box_mark_size").replace("{size}", grouped(state.size)));
    write(place("words"), state.words);
    if (this.shown !== state.scene) this.change(section);
    this.shown = state.scene;
    this.drawn = text;
  }

  /**
   * @private
   * @param {Element} section
   */
  change(section) {
    for (const one of Array.from(document.querySelectorAll("[data-scene]"))) {
      if (one !== section) one.setAttribute("hidden", "");
    }
    section.removeAttribute("hidden");
  }
}

/** @param {string} scene */
function sectionOf(scene) {
  return /^[a-z]+$/.test(scene) ? document.querySelector(`[data-scene="${scene}"]`) : null;
}

/**
 * @param {string} ref
 * @returns {HTMLElement}
 */
function place(ref) {
  return /** @type {HTMLElement} */ (document.querySelector(`[data-ref="${ref}"]`));
}

/** @param {string} key */
function say(key) {
  const found = /^\w+$/.test(key) ? document.querySelector(`[data-say="${key}"]`) : null;
  return found === null ? "" : (found.textContent || "").trim();
}

/**
 * @param {Element} where
 * @param {string} text
 */
function write(where, text) {
  if (where.textContent !== text) where.textContent = text;
}

/**
 * Fetch a text; an answer that never ends is none.
 * @param {string} url
 * @throws {Error}
 */
async function ask(url) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const asked = { credentials: /** @type {const} */ ("omit"), signal: stop.signal };
    const answer = await fetch(url, { ...asked, cache: "no-store" });
    if (!answer.ok) throw new Error("no answer");
    return await answer.text();
  } finally {
    clearTimeout(timer);
  }
}
