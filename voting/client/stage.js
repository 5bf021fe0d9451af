/**
 * The stage: the page that a projector opens once. It asks every second which scene the desk has
 * chosen, and shows it with its figures. Without an answer the last scene stays, with a quiet mark.
 */

import { grouped } from "./box_mark.js";
import { ask, lookForEver, place, say, write } from "./screen.js";
import { DRAW } from "./stage_scenes.js";

const EVERY_MS = 1000;

/** @typedef {import("./stage_scenes.js").State} State */

export class Stage {
  constructor() {
    /** @private */ this.url = document.body.dataset.state || "";
    /** @private */ this.drawn = "";
    /** @private */ this.shown = "";
  }

  /** Look for ever. */
  run() {
    const look = async () => this.take(await ask(this.url));
    lookForEver(EVERY_MS, look, (isLost) => write(place("lost"), isLost ? say("lost") : ""));
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
