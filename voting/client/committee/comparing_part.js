/**
 * The part of the page where a member compares, before anything is decrypted, what this device found
 * with the wall and the other members: number of ballots, and the mark of the ballot box.
 *
 * The box may grow meanwhile, because other members decrypt; the mark then follows, if the log goes
 * on from what was verified.
 */

import { drawBoxMark, grouped } from "../box_mark.js";
import { Lost } from "./line.js";
import { holdLog } from "./member_log.js";

/** @typedef {import("./recount.js").Recount} Recount */
/** @typedef {import("./member_log.js").Held} Held */

const PAUSE_MS = 2000;

export class Comparing {
  /** @param {Pick<import("./saving_part.js").Common, "screen" | "line">} common */
  constructor({ screen, line }) {
    /** @private */ this.screen = screen;
    /** @private */ this.line = line;
    /** @private @type {(isSame: boolean) => void} */ this.answer = () => {};
    /** @private @type {(error: unknown) => void} */ this.fail = () => {};
    /** @private */ this.timer = 0;
  }

  listen() {
    const { screen } = this;
    screen.ref("compare-sure").addEventListener("change", () => this.allow());
    screen.ref("compare-go").addEventListener("click", () => this.answer(true));
    screen.ref("compare-stop").addEventListener("click", () => this.answer(false));
  }

  /** @private */
  allow() {
    const { screen } = this;
    screen.button("compare-go").disabled = !screen.input("compare-sure").checked;
  }

  /**
   * Show what this device found, and wait for the member.
   * @param {Recount} found verified
   * @returns {Promise<Held | null>} the log as it was compared; null: it is not the same
   * @throws {import("./not_decrypted.js").NotDecrypted} log_differs, if the log does not go on
   */
  async compared(found) {
    const { screen } = this;
    let { held } = found;
    screen.write("compare-number", screen.say("compare_number", { number: grouped(found.number) }));
    screen.input("compare-sure").checked = false;
    this.allow();
    this.draw(held);
    this.show(true);
    screen.ref("compare-title").focus();
    try {
      const isSame = await new Promise((resolve, reject) => {
        this.answer = resolve;
        this.fail = reject;
        this.wait(found, held, (/** @type {Held} */ newer) => {
          held = newer;
        });
      });
      return isSame ? held : null;
    } finally {
      window.clearTimeout(this.timer);
      this.show(false);
    }
  }

  /**
   * @private
   * @param {boolean} isComparing
   */
  show(isComparing) {
    this.screen.ref("comparing").hidden = !isComparing;
    this.screen.ref("open-form").hidden = isComparing;
  }

  /**
   * @private
   * @param {Held} held
   */
  draw({ mark, isWitnessed }) {
    const { screen } = this;
    drawBoxMark(screen.ref("compare-mark"), mark, screen.say("box_mark_size"));
    screen.ref("compare-witnesses").hidden = isWitnessed;
  }

  /**
   * Follow the log while the member compares.
   * @private
   * @param {Recount} found
   * @param {Held} held
   * @param {(newer: Held) => void} keep
   */
  wait(found, held, keep) {
    this.timer = window.setTimeout(async () => {
      try {
        const newer = await this.followed(found, held);
        if (newer !== held) {
          keep(newer);
          this.draw(newer);
        }
        if (!this.screen.ref("comparing").hidden) this.wait(found, newer, keep);
      } catch (error) {
        this.fail(error);
      }
    }, PAUSE_MS);
  }

  /**
   * Return the log as it is now, verified; as it was if nothing is new or the server is away.
   * @private
   * @param {Recount} found
   * @param {Held} held
   */
  async followed({ election, trustees, frozen }, held) {
    try {
      if ((await this.line.checkpoint()) === held.checkpoint) return held;
      return await holdLog(await this.line.log(), { election, trustees, frozen, kept: held });
    } catch (error) {
      if (error instanceof Lost) return held;
      throw error;
    }
  }
}
