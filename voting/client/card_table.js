/**
 * The desk of the cards: scan cards that become void, by a scanner that types or by a camera.
 *
 * A card's code is read here, turned into its public credential here, and forgotten; the field it is
 * typed into has no name, so that no form can send it. The form sends public credentials alone.
 */

import { element, emptied } from "./booth_page.js";
import { publicCredential } from "./credentials.js";
import { leftOverLines, leftOverText } from "./leftover.js";
import { startPageSodium } from "./page_sodium.js";
import { Camera } from "./scan.js";
import { readScanned } from "./scanned.js";

export const MOST = 300; // cards at once: the server takes forms of 64 KiB
export const MOST_LEFT = 5000; // of those that stayed at the desk: that form may be larger

export class CardTable {
  /** @param {string} scriptUrl */
  constructor(scriptUrl) {
    const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-uuid]"));
    /** @protected */ this.form = form;
    /** @protected */ this.uuid = form.dataset.uuid || "";
    /** @private */ this.ready = startPageSodium(scriptUrl);
    /** @protected @type {Set<string>} */ this.cards = new Set();
    /** @private @type {string[][]} what was scanned on this page, card by card */ this.scans = [];
    /** @private what the server did not take */ this.wrong = new Set(this.refused());
    for (const kept of this.kept()) this.cards.add(kept);
    const video = /** @type {HTMLVideoElement} */ (this.ref("video"));
    /** @private */ this.camera = new Camera(video, (text) => this.seen(text));
    /** @private */ this.last = "";
  }

  /** Listen. */
  run() {
    const code = this.code();
    code.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.take();
    });
    document.addEventListener("click", ({ target }) => {
      const pressed = /** @type {Element} */ (target).closest("[data-do]");
      const action = pressed === null ? "" : pressed.getAttribute("data-do");
      if (action === "add") this.take();
      else if (action === "camera") this.look();
      else if (action === "clear") this.clear();
      else if (action === "drop_last") this.drop(this.scans.pop() || []);
      else if (action === "drop_wrong") this.dropWrong();
    });
    window.addEventListener("pagehide", () => this.clear());
    this.ref("scanning").hidden = false;
    this.draw();
  }

  /** @protected */
  code() {
    return /** @type {HTMLInputElement} */ (this.ref("code"));
  }

  /** Take what was typed. */
  async take() {
    const code = this.code();
    const text = code.value;
    code.value = "";
    await this.read(text);
    code.focus();
  }

  /**
   * A frame of the camera; the card that still lies there is not read again.
   * @private
   * @param {string | null} text
   */
  seen(text) {
    if (text === null || text === "" || text === this.last) return;
    this.last = text;
    this.read(text);
  }

  /**
   * @private
   * @param {string} text
   */
  async read(text) {
    const { credential, fault } = readScanned(text, this.uuid, this.form.dataset.sitting);
    if (fault !== null) {
      this.write("fault", this.say(fault));
      return;
    }
    try {
      await this.ready;
    } catch (error) {
      this.write("fault", this.say("machine"));
      return;
    }
    const names = this.names(credential);
    const again = this.wrong.has(names[0]) ? "wrong" : "twice";
    const isKept = this.cards.has(names[0]) || this.wrong.has(names[0]);
    const key = isKept ? again : this.count() >= this.most() ? "most" : "";
    if (key === "") {
      for (const name of names) this.cards.add(name);
      this.scans.push(names);
    }
    this.write("fault", key === "" ? "" : this.say(key));
    this.draw();
  }

  /**
   * What is sent of a card.
   * @protected
   * @param {string} credential
   */
  names(credential) {
    return [publicCredential(credential, this.uuid)];
  }

  /** @protected */
  most() {
    return MOST;
  }

  /** @protected */
  count() {
    return this.cards.size;
  }

  /**
   * What the server sent back because something of it is wrong.
   * @protected
   * @returns {string[]}
   */
  kept() {
    const fields = Array.from(this.ref("cards").querySelectorAll("input"));
    return fields.map((field) => field.value);
  }

  /**
   * What of that is wrong.
   * @private
   */
  refused() {
    const place = document.querySelector("[data-wrong]");
    return place === null ? [] : (place.getAttribute("data-wrong") || "").split("|");
  }

  /**
   * Take cards out again.
   * @private
   * @param {Iterable<string>} names
   */
  drop(names) {
    for (const name of names) this.cards.delete(name);
    this.last = "";
    this.write("fault", "");
    this.draw();
  }

  /** Take out what the server did not take; whoever scans it again is told. */
  dropWrong() {
    this.scans = this.scans.filter((names) => !this.wrong.has(names[0]));
    this.drop(this.wrong);
    const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-wrong]"));
    if (place !== null) place.hidden = true;
    this.code().focus();
  }

  /** Forget all that was scanned. */
  clear() {
    this.cards.clear();
    this.scans = [];
    this.last = "";
    this.write("fault", "");
    this.draw();
  }

  /** @private */
  async look() {
    const works = await this.camera.start();
    this.ref("video").hidden = !works;
    this.write("camera", this.say(works ? "camera_on" : "camera_off"));
  }

  /** @protected */
  draw() {
    const count = this.count();
    const fields = Array.from(this.cards, (value) => element("input", { type: "hidden", name: "card", value }));
    const place = emptied(this.ref("cards"));
    for (const field of fields) place.appendChild(field);
    this.write("count", this.say("scanned").replace("{count}", String(count)));
    this.off({ exchange: count !== 1, void: count === 0 });
  }

  /**
   * Switch buttons off and on, those that take cards out among them.
   * @protected
   * @param {Record<string, boolean>} more
   */
  off(more) {
    const off = { ...more, clear: this.cards.size === 0, drop_last: this.scans.length === 0 };
    for (const [name, isOff] of Object.entries(off)) {
      /** @type {HTMLButtonElement} */ (this.ref(name)).disabled = isOff;
    }
  }

  /**
   * @protected
   * @param {string} name
   */
  ref(name) {
    return /** @type {HTMLElement} */ (document.querySelector(`[data-ref="${name}"]`));
  }

  /**
   * @protected
   * @param {string} name
   * @param {string} text
   */
  write(name, text) {
    this.ref(name).textContent = text;
  }

  /**
   * @protected
   * @param {string} key
   */
  say(key) {
    const found = document.querySelector(`[data-say="${key}"]`);
    return found === null ? "" : (found.textContent || "").trim();
  }
}

/** Cards that stayed at the desk, as the form that opens the vote names them: in one field, by lines. */
export class LeftOverTable extends CardTable {
  /** @param {string} scriptUrl */
  constructor(scriptUrl) {
    super(scriptUrl);
    const coming = (this.form.dataset.coming || "").split(" ");
    /** @private */ this.votes = [this.uuid, ...coming.filter((uuid) => uuid !== "")];
    // A code that was typed and not yet taken must not be forgotten when the form is sent.
    this.form.addEventListener("submit", (event) => {
      if (this.code().value === "") return;
      event.preventDefault();
      this.take();
    });
  }

  /** @private */
  field() {
    return /** @type {HTMLTextAreaElement} */ (this.ref("cards"));
  }

  /** @protected */
  kept() {
    return this.field().value.split("\n").filter((line) => line !== "");
  }

  /**
   * @protected
   * @param {string} credential
   */
  names(credential) {
    return leftOverLines(credential, this.votes);
  }

  /** @protected */
  most() {
    return MOST_LEFT;
  }

  /** @protected */
  count() {
    return this.cards.size / this.votes.length;
  }

  /** @protected */
  draw() {
    // For one vote alone the order in which they were scanned stays: a wrong one has a place there.
    const inOrder = Array.from(this.cards, (line) => `${line}\n`).join("");
    this.field().value = this.votes.length === 1 ? inOrder : leftOverText(this.cards);
    this.write("count", this.say("scanned").replace("{count}", String(this.count())));
    this.off({});
  }
}
