/**
 * The page of a member of the counting committee: it makes the key together with the others by
 * itself, saves it, rehearses, decrypts after the vote, and shows who has done what.
 */

import { emptied } from "../booth_page.js";
import { readOut } from "../readout.js";
import { showBox } from "./box_part.js";
import { Lost, ServerRefused } from "./line.js";
import { Member } from "./member.js";
import { drawLight, drawMembers } from "./members_table.js";
import { Opening } from "./opening_part.js";
import { Result } from "./result_part.js";
import { Saving } from "./saving_part.js";
import { isStorageLasting, memoryOf, takeToken } from "./store.js";
import { Line } from "./line.js";

/** @typedef {import("./line.js").State} State */
/** @typedef {import("./member.js").Next} Next */

const PAUSE_MS = 1500;
const SHORT_PAUSE_MS = 100; // something was sent: what is next?
const LONG_PAUSE_MS = 5000; // nothing happens while people vote
const SLOW = ["ready", "published", "replaced"];

/** Which part of the page belongs to what is to be done. @type {Record<string, string>} */
const PARTS = {
  save: "saving",
  drill: "opening",
  closed: "opening",
  tallied: "result",
};

/** Where the parts of a page find their elements and sentences. */
export class Screen {
  /** @param {HTMLElement} page */
  constructor(page) {
    /** @private */ this.page = page;
  }

  /**
   * @param {string} name
   * @returns {HTMLElement}
   */
  ref(name) {
    return /** @type {HTMLElement} */ (this.page.querySelector(`[data-ref="${name}"]`));
  }

  /** @param {string} name */
  input(name) {
    return /** @type {HTMLInputElement} */ (this.ref(name));
  }

  /** @param {string} name */
  button(name) {
    return /** @type {HTMLButtonElement} */ (this.ref(name));
  }

  /**
   * Write a text, if it is not there already (so that it is not read out twice).
   * @param {string} name
   * @param {string} text
   */
  write(name, text) {
    const place = this.ref(name);
    if (place.textContent !== text) place.textContent = text;
  }

  /**
   * Return a sentence of the page, its {names} filled in.
   * @param {string} key
   * @param {Record<string, string | number>} [values]
   */
  say(key, values = {}) {
    const found = /^\w+$/.test(key) ? this.page.querySelector(`[data-say="${key}"]`) : null;
    const text = found === null ? "" : (found.textContent || "").trim();
    return text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
  }

  /**
   * Say what went wrong, and bring it into sight when it is new: the button may be far below.
   * @param {string} text
   */
  fault(text) {
    const place = this.ref("fault");
    const isNew = text !== "" && place.textContent !== text;
    this.write("fault", text);
    if (isNew) place.scrollIntoView({ block: "center" });
  }

  /** Wait until what was written is seen. */
  drawn() {
    return new Promise((resolve) => {
      requestAnimationFrame(() => setTimeout(resolve, 0));
    });
  }
}

export class CommitteePage {
  /**
   * @param {object} given
   * @param {() => Promise<void>} given.start starts the core
   * @param {() => Promise<string>} given.code the text of the page's own script, for workers
   */
  constructor({ start, code }) {
    /** @private */ this.start = start;
    const page = /** @type {HTMLElement} */ (document.querySelector("[data-committee]"));
    const { uuid = "", committee = "", record = "", log = "" } = page.dataset;
    const { definition = "", checkpoint = "" } = page.dataset;
    /** @private */ this.checkpoint = checkpoint;
    /** @private */ this.page = page;
    /** @private */ this.screen = new Screen(page);
    const token = takeToken(uuid);
    /** @private */ this.hasToken = token !== "";
    const line = new Line(committee, token, { record, log, definition, checkpoint });
    const store = memoryOf(uuid);
    /** @private */ this.line = line;
    /** @private */ this.store = store;
    /** @private */ this.member = new Member(line, store);
    const common = { screen: this.screen, line, store, uuid, member: this.member };
    const done = () => this.look();
    /** @private */ this.saving = new Saving(common);
    /** @private */ this.opening = new Opening(common, { code, done });
    /** @private */ this.result = new Result(common, done);
    /** @private @type {State | null} */ this.state = null;
    /** @private */ this.timer = 0;
    /** @private */ this.turn = 0;
  }

  /** Begin; and begin anew when another link is opened in this tab, which only changes the hash. */
  async run() {
    window.addEventListener("hashchange", () => window.location.reload());
    if (!this.hasToken) return this.screen.fault(this.screen.say("no_token"));
    try {
      await this.start();
    } catch (error) {
      return this.screen.fault(this.screen.say("machine"));
    }
    if (!isStorageLasting()) this.screen.write("storage", this.screen.say("no_storage"));
    for (const part of [this.saving, this.opening, this.result]) part.listen();
    return this.look();
  }

  /**
   * Look how the committee stands, do what is to be done, and look again after a while.
   * @private
   * @returns {Promise<void>}
   */
  async look() {
    window.clearTimeout(this.timer);
    this.turn += 1;
    const { turn } = this;
    let pause = PAUSE_MS;
    try {
      const state = await this.line.state();
      const next = await this.member.advance(state);
      if (turn !== this.turn) return;
      this.state = state;
      this.screen.write("lost", "");
      this.draw(state, next);
      showBox(this.screen, this.checkpoint, state.state);
      if (next.kind === "again") pause = SHORT_PAUSE_MS;
      else if (SLOW.includes(next.kind)) pause = LONG_PAUSE_MS;
    } catch (error) {
      if (turn !== this.turn) return;
      this.drawTrouble(error);
    }
    this.timer = window.setTimeout(() => this.look(), pause);
  }

  /**
   * @private
   * @param {unknown} error
   */
  drawTrouble(error) {
    if (error instanceof ServerRefused) {
      const isStale = ["wrong_round", "round_not_complete", "ceremony_stopped"].includes(error.refusal);
      this.screen.fault(isStale ? "" : error.sentence); // stale: somebody was quicker
      if (this.state === null && !isStale) this.page.setAttribute("data-kind", "refused");
    } else {
      this.screen.write("lost", this.screen.say(error instanceof Lost ? "lost" : "machine"));
    }
  }

  /**
   * @private
   * @param {State} state
   * @param {Next} next
   */
  draw(state, next) {
    const { screen } = this;
    drawMembers(screen, emptied(screen.ref("members")), state);
    drawLight(screen, state);
    this.drawWords();
    screen.write("you", state.you.name);
    screen.ref("head").hidden = !state.you.is_head;
    const part = PARTS[next.kind] || "";
    screen.write("now", this.sentence(state, next));
    screen.ref("now").setAttribute("data-kind", next.kind);
    for (const name of ["saving", "opening", "result"]) screen.ref(name).hidden = name !== part;
    if (part === "saving") this.saving.show(state);
    else this.saving.clear();
    if (part === "opening") this.opening.show(state, next.kind);
    if (part === "result") this.result.show(state);
    screen.ref("published").hidden = next.kind !== "published";
    this.page.setAttribute("data-kind", next.kind);
  }

  /**
   * Show which election this very device verified, in words to be compared with the other devices.
   * @private
   */
  drawWords() {
    const { election } = this.store.read();
    this.screen.ref("compared").hidden = election === undefined;
    if (election !== undefined) this.screen.write("words", readOut(election));
  }

  /**
   * Say what is going on.
   * @private
   * @param {State} state
   * @param {Next} next
   */
  sentence(state, next) {
    const { screen } = this;
    if (next.kind === "wrong") {
      return screen.say(`wrong_${next.code}`) || screen.say("wrong", { code: next.code });
    }
    if (next.kind === "stopped") {
      const bad = state.members.find(({ fault }) => fault !== null && fault.by !== null);
      return screen.say("stopped", { name: bad === undefined ? "" : bad.name });
    }
    if (next.kind === "waiting" || next.kind === "again") {
      const missing = state.members.filter(({ sent }) => !sent.includes(/** @type {any} */ (state.round)));
      return screen.say("waiting", { names: missing.map(({ name }) => name).join(", ") || "–" });
    }
    return screen.say(`now_${next.kind}`, { needed: state.needed });
  }
}
