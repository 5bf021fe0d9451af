/**
 * The wall: the state, the ballots in the box and the mark of the ballot box, large, for a projector.
 *
 * It shows what this server says now, as any phone does: its worth is that the hall can compare it
 * with phones and witnesses. Without an answer it keeps the last figures and says since when; it
 * goes on by itself. Once a minute everything moves by a few pixels, so that nothing burns in.
 */

import { drawBoxMark, grouped, unverifiedMark } from "./box_mark.js";
import { clockTime } from "./clock.js";

const SECOND = 1000;
const EVERY_MS = 1.5 * SECOND;
const PATIENCE_MS = 5 * SECOND;
const SHIFT_MS = 60 * SECOND;
const SHIFTS = 4;
const LOST_AFTER = 2; // looks without an answer

/** @typedef {{ state: string, cast: number }} Turnout */

export class Wall {
  constructor() {
    const { checkpoint = "", turnout = "" } = document.body.dataset;
    /** @private */ this.checkpoint = checkpoint;
    /** @private */ this.turnout = turnout;
    /** @private */ this.missed = 0;
    /** @private */ this.seenAt = Date.now();
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
      await this.look();
      this.missed = 0;
      this.seenAt = Date.now();
    } catch (error) {
      this.missed += 1;
    }
    this.drawLost();
    setTimeout(() => this.tick(), EVERY_MS);
  }

  /** @private */
  async look() {
    const [checkpoint, turnout] = await Promise.all([ask(this.checkpoint), ask(this.turnout)]);
    const mark = unverifiedMark(checkpoint);
    /** @type {Turnout} */
    const { state, cast } = JSON.parse(turnout);
    const said = this.say(`state_${state}`);
    if (mark === null || !Number.isSafeInteger(cast) || said === "") throw new Error("no answer");
    drawBoxMark(this.place(".mark"), mark, this.say("box_mark_size"));
    write(this.place('[data-ref="cast"]'), grouped(cast));
    write(this.place('[data-ref="state"]'), said);
  }

  /** @private */
  drawLost() {
    const time = clockTime(Math.floor(this.seenAt / SECOND)).slice(0, 8);
    const isLost = this.missed >= LOST_AFTER;
    write(this.place('[data-ref="lost"]'), isLost ? this.say("lost").replace("{time}", time) : "");
  }

  /**
   * @private
   * @param {string} selector
   */
  place(selector) {
    return /** @type {Element} */ (document.querySelector(selector));
  }

  /**
   * @private
   * @param {string} key
   */
  say(key) {
    const found = /^\w+$/.test(key) ? document.querySelector(`[data-say="${key}"]`) : null;
    return found === null ? "" : (found.textContent || "").trim();
  }
}

/**
 * Fetch a text; an answer that never ends is none.
 * @param {string} url
 * @throws {Error}
 */
async function ask(url) {
  const stop = typeof AbortController === "function" ? new AbortController() : null;
  const timer = setTimeout(() => stop !== null && stop.abort(), PATIENCE_MS);
  try {
    const signal = stop === null ? {} : { signal: stop.signal };
    const answer = await fetch(url, { credentials: "omit", cache: "no-store", ...signal });
    if (!answer.ok) throw new Error("no answer");
    return await answer.text();
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {Element} place
 * @param {string} text
 */
function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
