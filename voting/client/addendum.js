/**
 * The signed minutes: the SHA-256 of a scan, made here. The field of the file has no name, so that
 * no form can send it; what is sent is the digest.
 */

import { sha256Hex } from "./hashing.js";
import { startPageSodium } from "./page_sodium.js";

export class Addendum {
  /** @param {string} scriptUrl */
  constructor(scriptUrl) {
    /** @private */ this.start = () => startPageSodium(scriptUrl);
    /** @private */ this.turn = 0;
  }

  /** Listen, where the page has the form. */
  run() {
    const scan = /** @type {HTMLInputElement | null} */ (this.ref("scan"));
    if (scan === null) return;
    /** @type {HTMLElement} */ (this.ref("by-script")).hidden = false;
    scan.addEventListener("change", () => {
      if (scan.files !== null && scan.files.length) this.take(scan.files[0]);
    });
  }

  /**
   * Write the digest of a file into its field; of two chosen in a row, that of the second.
   * @param {File} file
   */
  async take(file) {
    this.turn += 1;
    const { turn } = this;
    const field = /** @type {HTMLInputElement} */ (this.ref("digest"));
    field.value = "";
    this.say("working");
    try {
      await this.start();
      const bytes = new Uint8Array(await new Response(file).arrayBuffer());
      if (turn !== this.turn) return;
      field.value = sha256Hex(bytes);
      this.say("done");
    } catch {
      if (turn === this.turn) this.say("failed");
    }
  }

  /**
   * @private
   * @param {string} name
   */
  say(name) {
    const place = /** @type {HTMLElement} */ (this.ref("said"));
    place.textContent = place.dataset[name] || "";
  }

  /**
   * @private
   * @param {string} name
   * @returns {Element | null}
   */
  ref(name) {
    return document.querySelector(`[data-ref="${name}"]`);
  }
}
