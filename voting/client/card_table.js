/**
 * The desk of the cards: scan cards that become void, by a scanner that types or by a camera, or the
 * void sheet of a stack.
 *
 * A card's code is read here, turned into its public credential here, and forgotten; the field it is
 * typed into has no name, so that no form can send it. The form sends public credentials alone.
 */

import { element, emptied } from "./booth_page.js";
import { publicCredential } from "./credentials.js";
import { startPageSodium } from "./page_sodium.js";
import { Camera } from "./scan.js";
import { readScanned } from "./scanned.js";
import { VoidRanges } from "./void_ranges.js";
import { inSentOrder, isAmong, isVoidSheet, readVoidSheet, shortOf } from "./voidsheet.js";

const CLEAR_FRAMES = 8; // without a code: then what lay before the camera was taken away
export const MOST = 300; // cards at once: the server takes forms of 64 KiB

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
    /** @private */ this.clearFrames = 0;
    /** @private */ this.ranges = new VoidRanges({
      has: (name) => isAmong(this.cards, name),
      isWrong: (name) => isAmong(this.wrong, name),
      names: () => Array.from(this.cards),
      room: () => this.most() - this.count(),
      add: (names) => this.add(names),
      drop: (names) => this.drop(names),
      say: (key) => this.say(key),
      fault: (text) => this.write("fault", text),
    });
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
      const pressed = /** @type {HTMLButtonElement | null} */ (/** @type {Element} */ (target).closest("[data-do]"));
      const action = pressed === null ? "" : pressed.getAttribute("data-do");
      if (action === "add") this.take();
      else if (action === "camera") this.look();
      else if (action === "clear") this.clear();
      else if (action === "drop_last") this.drop(this.scans.pop() || []);
      else if (action === "drop_wrong") this.dropWrong();
      else if (action === "add_range") this.ranges.add();
      else if (action === "close_sheet") this.ranges.close();
      else if (action === "drop_range") this.ranges.drop(Number(pressed && pressed.value));
      if (action === "close_sheet" || action === "drop_range") this.code().focus();
    });
    this.form.addEventListener("submit", (event) => {
      if (!this.ranges.isOpen()) return;
      event.preventDefault();
      this.ranges.waits();
      this.ref("add_range").focus();
    });
    this.ranges.run();
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
    const isClear = text === null || text === "";
    this.clearFrames = isClear ? this.clearFrames + 1 : 0;
    const isAgain = isVoidSheet(this.last) || this.ranges.isOpen();
    if (this.clearFrames >= CLEAR_FRAMES && isAgain) this.last = ""; // it was lifted
    if (isClear || text === this.last) return;
    this.last = text;
    this.read(text);
  }

  /**
   * @private
   * @param {string} text
   */
  async read(text) {
    if (isVoidSheet(text)) {
      this.readSheet(text);
      return;
    }
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
    if (this.ranges.isOpen()) {
      this.ranges.prove(shortOf(names[0]));
      return;
    }
    const again = isAmong(this.wrong, names[0]) ? "wrong" : "twice";
    // A short name that fits two cards is wrong; each of them may be meant by its whole name.
    const isKept = isAmong(this.cards, names[0]) || this.wrong.has(names[0]);
    const key = isKept ? again : this.count() >= this.most() ? "most" : "";
    this.write("fault", key === "" ? "" : this.say(key));
    if (key === "") this.add(names);
    else this.draw();
  }

  /**
   * @private
   * @param {string} text
   */
  readSheet(text) {
    const { sheet, fault } = readVoidSheet(text, this.uuid);
    const key = this.form.dataset.sitting ? "sheet_of_sitting" : fault;
    if (sheet === null || key !== null) this.write("fault", this.say(key || ""));
    else this.ranges.show({ ...sheet, names: sheet.names.map((name) => this.short(name)) });
  }

  /**
   * @private
   * @param {string[]} names
   */
  add(names) {
    for (const name of names) this.cards.add(name);
    if (names.length > 0) this.scans.push(names);
    this.draw();
  }

  /**
   * What is sent of a card that a void sheet names.
   * @protected
   * @param {string} name
   */
  short(name) {
    return name;
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
    this.scans = this.scans.filter((some) => some.some((name) => this.cards.has(name)));
    this.last = "";
    this.write("fault", "");
    this.draw();
  }

  /** Take out what the server did not take; whoever scans it again is told. */
  dropWrong() {
    this.drop(this.wrong);
    const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-wrong]"));
    if (place !== null) place.hidden = true;
    this.code().focus();
  }

  /** Forget all that was scanned. */
  clear() {
    this.cards.clear();
    this.ranges.clear();
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
    const named = inSentOrder(this.cards);
    const fields = named.map((value) => element("input", { type: "hidden", name: "card", value }));
    const place = emptied(this.ref("cards"));
    for (const field of fields) place.appendChild(field);
    this.write("count", this.say("scanned").replace("{count}", String(count)));
    this.off({ exchange: count !== 1, void: count === 0 });
  }

  /**
   * Show the ranges; switch buttons off and on, those that take cards out among them.
   * @protected
   * @param {Record<string, boolean>} more
   */
  off(more) {
    this.ranges.draw();
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
