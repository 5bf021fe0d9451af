/**
 * The wall: the state, the ballots in the box and the mark of the ballot box, large, for a projector.
 *
 * It shows what this server says now, as any phone does: its worth is that the hall can compare it
 * with phones and witnesses. Without an answer it keeps the last figures and says since when.
 */

import { drawBoxMark, grouped, unverifiedMark } from "./box_mark.js";
import { clockTime } from "./clock.js";
import { ask, lookForEver, place, say, write } from "./screen.js";

const SECOND = 1000;
const EVERY_MS = 1.5 * SECOND;

/** @typedef {{ state: string, cast: number }} Turnout */

export class Wall {
  constructor() {
    const { checkpoint = "", turnout = "" } = document.body.dataset;
    /** @private */ this.checkpoint = checkpoint;
    /** @private */ this.turnout = turnout;
    /** @private */ this.seenAt = Date.now();
  }

  /** Look for ever. */
  run() {
    lookForEver(EVERY_MS, () => this.look(), (isLost) => this.drawLost(isLost));
  }

  /** @private */
  async look() {
    const [checkpoint, turnout] = await Promise.all([ask(this.checkpoint), ask(this.turnout)]);
    const mark = unverifiedMark(checkpoint);
    /** @type {Turnout} */
    const { state, cast } = JSON.parse(turnout);
    const said = say(`state_${state}`);
    if (mark === null || !Number.isSafeInteger(cast) || said === "") throw new Error("no answer");
    const where = /** @type {Element} */ (document.querySelector(".mark"));
    drawBoxMark(where, mark, say("box_mark_size"));
    write(place("cast"), grouped(cast));
    write(place("state"), said);
    this.seenAt = Date.now();
  }

  /**
   * @private
   * @param {boolean} isLost
   */
  drawLost(isLost) {
    const time = clockTime(Math.floor(this.seenAt / SECOND)).slice(0, 8);
    write(place("lost"), isLost ? say("lost").replace("{time}", time) : "");
  }
}
