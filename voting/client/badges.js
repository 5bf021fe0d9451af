/**
 * Attendance by camera: what it reads of a badge goes into the field of the search, and is sent.
 *
 * A scanner that types needs none of this: it types into the field and presses Enter. After each
 * badge the page comes anew, and looks on if it was looking.
 */

import { Camera } from "./scan.js";

const LOOKING = "#camera";

export class Badges {
  constructor() {
    const video = /** @type {HTMLVideoElement} */ (document.querySelector('[data-ref="video"]'));
    /** @private */ this.video = video;
    /** @private */ this.camera = new Camera(video, (text) => this.seen(text));
    /** @private */ this.isSent = false;
  }

  /** Listen; look on at once if the page before did. */
  run() {
    const button = document.querySelector('[data-do="camera"]');
    if (button === null) return;
    /** @type {HTMLElement} */ (button).hidden = false;
    button.addEventListener("click", () => this.look());
    window.addEventListener("pagehide", () => this.camera.stop());
    if (window.location.hash === LOOKING) this.look();
  }

  /** @private */
  async look() {
    const works = await this.camera.start();
    this.video.hidden = !works;
    const said = document.querySelector(`[data-say="${works ? "camera_on" : "camera_off"}"]`);
    const place = /** @type {Element} */ (document.querySelector('[data-ref="camera"]'));
    place.textContent = said === null ? "" : (said.textContent || "").trim();
  }

  /**
   * @private
   * @param {string | null} text
   */
  seen(text) {
    if (text === null || text === "" || this.isSent) return;
    this.isSent = true;
    const field = /** @type {HTMLInputElement} */ (document.getElementById("typed"));
    const form = /** @type {HTMLFormElement} */ (field.form);
    field.value = text;
    form.action += LOOKING;
    form.submit();
  }
}
