/** The part of the page that saves the key: a passphrase, a file, a sheet of paper. */

import VAULT from "built:vault";
import WORDS from "built:words";
import { emptied } from "../booth_page.js";
import { drawQr } from "../qr.js";
import { SHORTEST, makeKeyCopy, normalPassphrase } from "./key_copy.js";
import { proposed } from "./passphrase.js";

/** @typedef {import("./line.js").State} State */

/**
 * @typedef {object} Common
 * @property {import("./page.js").Screen} screen
 * @property {import("./line.js").Line} line
 * @property {import("./store.js").Store} store
 * @property {string} uuid
 * @property {import("./member.js").Member} member
 */

export class Saving {
  /** @param {Common} common */
  constructor({ screen, uuid, member }) {
    /** @private */ this.screen = screen;
    /** @private */ this.uuid = uuid;
    /** @private */ this.member = member;
    /** @private @type {State | null} */ this.state = null;
    /** @private */ this.url = "";
  }

  listen() {
    const { screen } = this;
    screen.ref("save-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    screen.ref("propose").addEventListener("click", () => this.propose());
    screen.ref("print").addEventListener("click", () => window.print());
  }

  /** @param {State} state */
  show(state) {
    const isFirst = this.state === null;
    this.state = state;
    if (isFirst) this.propose();
  }

  /** The copy was tried, or there is nothing to save: no passphrase stays in the page. */
  clear() {
    if (this.state === null) return;
    this.state = null;
    this.screen.input("phrase").value = "";
    this.forget();
  }

  /** @private */
  propose() {
    this.screen.input("phrase").value = proposed(WORDS);
    this.forget();
  }

  /** A copy under another passphrase is no longer offered. @private */
  forget() {
    const { screen } = this;
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = "";
    screen.ref("saved").hidden = true;
    screen.ref("make").classList.remove("plain");
    screen.ref("file").removeAttribute("href");
    emptied(screen.ref("sheet-code"));
    screen.write("save-state", "");
  }

  /** @private */
  async save() {
    const { screen, state } = this;
    const phrase = normalPassphrase(screen.input("phrase").value);
    screen.fault("");
    this.forget();
    if (state === null) return;
    if (Array.from(phrase).length < SHORTEST) {
      screen.fault(screen.say("refusal_weak_passphrase"));
      screen.input("phrase").focus();
      return;
    }
    screen.write("save-state", screen.say("sealing"));
    await screen.drawn();
    const { index } = state.you;
    try {
      const copy = await makeKeyCopy(VAULT, this.member.secret(index), phrase, { uuid: this.uuid });
      this.offer(copy, state);
    } catch (error) {
      screen.write("save-state", "");
      screen.fault(screen.say("no_memory"));
    }
  }

  /**
   * @private
   * @param {Uint8Array} copy
   * @param {State} state
   */
  offer(copy, { you, name }) {
    const { screen } = this;
    const text = new TextDecoder().decode(copy);
    this.url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    screen.ref("file").setAttribute("href", this.url);
    screen.ref("file").setAttribute("download", `ban-luu-khoa-${this.uuid}-${you.index}.json`);
    screen.ref("sheet-code").appendChild(drawQr(text, screen.say("sheet_qr")));
    screen.write("sheet-name", you.name);
    screen.write("sheet-conference", name);
    screen.write("save-state", screen.say("sealed"));
    screen.ref("saved").hidden = false;
    screen.ref("make").classList.add("plain");
  }
}
