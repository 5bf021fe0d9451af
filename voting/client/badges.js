/**
 * Attendance by camera: what it reads of a badge goes into the field of the search, and is sent.
 *
 * A scanner that types does the same by itself, and presses Enter. After each badge the page comes
 * anew, and looks on if it was looking. A card that somebody takes for a badge is not sent: its code
 * is a right to vote.
 */

import { Camera } from "./scan.js";
import { readScanned } from "./scanned.js";
import { isVoidSheet } from "./voidsheet.js";

const LOOKING = "#camera";
const CLEAR_FRAMES = 8; // without a code before the next badge: the last one may still lie there

export class Badges {
  constructor() {
    const video = /** @type {HTMLVideoElement} */ (document.querySelector('[data-ref="video"]'));
    /** @private */ this.video = video;
    /** @private */ this.camera = new Camera(video, (text) => this.seen(text));
    /** @private */ this.isSent = false;
    /** @private */ this.clearFrames = window.location.hash === LOOKING ? 0 : CLEAR_FRAMES;
  }

  /** Listen; look on at once if the page before did. */
  run() {
    const button = document.querySelector('[data-do="camera"]');
    if (button === null) return;
    /** @type {HTMLElement} */ (button).hidden = false;
    button.addEventListener("click", () => this.look());
    this.form().addEventListener("submit", (event) => {
      if (this.isBadge()) return;
      event.preventDefault();
      this.field().value = "";
      this.say("a_card");
    });
    window.addEventListener("pagehide", () => this.camera.stop());
    if (window.location.hash === LOOKING) this.look();
  }

  /** @private */
  field() {
    return /** @type {HTMLInputElement} */ (document.getElementById("typed"));
  }

  /** @private */
  form() {
    return /** @type {HTMLFormElement} */ (this.field().form);
  }

  /**
   * Tell whether what stands in the field may be sent: anything that is no card and no void sheet.
   * @private
   */
  isBadge() {
    const text = this.field().value;
    const { fault } = readScanned(text, "");
    if (isVoidSheet(text)) return false; // it ties serials to cards
    return fault === "not_a_card" || fault === "keyboard";
  }

  /** @private */
  async look() {
    const works = await this.camera.start();
    this.video.hidden = !works;
    this.say(works ? "camera_on" : "camera_off");
  }

  /**
   * @private
   * @param {string} key
   */
  say(key) {
    const said = document.querySelector(`[data-say="${key}"]`);
    const place = /** @type {Element} */ (document.querySelector('[data-ref="camera"]'));
    place.textContent = said === null ? "" : (said.textContent || "").trim();
  }

  /**
   * @private
   * @param {string | null} text
   */
  seen(text) {
    if (text === null || text === "") this.clearFrames += 1;
    if (text === null || text === "" || this.isSent || this.clearFrames < CLEAR_FRAMES) return;
    this.field().value = text;
    if (!this.isBadge()) {
      this.field().value = "";
      this.say("a_card");
      return;
    }
    this.isSent = true;
    const form = this.form();
    form.action += LOOKING;
    form.submit();
  }
}
