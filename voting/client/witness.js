/**
 * The witness's page: a phone or a computer that watches a log and cosigns what it has seen.
 *
 * setup ──name──▸ watching ──two checkpoints that contradict one another──▸ alarm (for good)
 *
 * Every second the log's checkpoint is fetched, its signature and its consistency with the last one
 * are verified here (witness_watch.js), and the cosignature is sent back.
 */

import { emptied } from "./booth_page.js";
import { drawBoxMark } from "./box_mark.js";
import { clockTime } from "./clock.js";
import { base64, hex } from "./hashing.js";
import { LogRefused } from "./log_errors.js";
import { keyText, parseVerificationKey } from "./note.js";
import { parsePolicy } from "./policy.js";
import { drawQr } from "./qr.js";
import { Watch } from "./witness_watch.js";
import { makeWitnessKey, nameFrom, parseWitnessKey } from "./witness_key.js";
import { WitnessLine } from "./witness_line.js";
import { isStorageLasting, keepKey, keptKey, memoryOf } from "./witness_store.js";

/** @typedef {import("./witness_key.js").WitnessKey} WitnessKey */
/** @typedef {import("./witness_watch.js").Seen} Seen */

const SECOND = 1000;
const PARTS = ["setup", "watching", "alarm"];

const now = () => Math.floor(Date.now() / SECOND);

export class WitnessPage {
  /** @param {() => Promise<void>} start starts the core */
  constructor(start) {
    /** @private */ this.start = start;
    const page = /** @type {HTMLElement} */ (document.querySelector("[data-log]"));
    /** @private */ this.page = page;
    const { log = "" } = page.dataset;
    /** @private */ this.line = new WitnessLine(log);
    /** @private @type {WitnessKey | null} */ this.witness = null;
    /** @private @type {Watch | null} */ this.watch = null;
    /** The cosigned checkpoint that the server does not have yet. @private */ this.unsent = "";
    /** Whether the plan names this witness, or it has introduced itself. @private */
    this.isKnown = false;
    /** @private @type {unknown} */ this.lock = null;
  }

  /** Listen, and go on watching if this browser is a witness already. */
  async run() {
    try {
      await this.start();
      const { logKey = "" } = this.page.dataset;
      const key = parseVerificationKey(logKey);
      this.watch = new Watch(key, this.line, memoryOf(key.name));
    } catch (error) {
      this.write("fault", this.say("machine"));
      return;
    }
    this.ref("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.begin();
    });
    this.input("import").addEventListener("change", () => this.importKey());
    document.addEventListener("visibilitychange", () => this.stayAwake());
    const kept = keptKey();
    if (kept === null) this.ref("setup").hidden = false;
    else this.use(parseWitnessKey(kept));
  }

  /** @private */
  begin() {
    const { value } = this.input("name");
    if (nameFrom(value) === "") {
      this.write("fault", this.say("no_name"));
      this.input("name").focus();
      return;
    }
    this.use(makeWitnessKey(value));
  }

  /** @private */
  async importKey() {
    const { files } = this.input("import");
    if (files === null || !files.length) return;
    try {
      const witness = parseWitnessKey(await new Response(files[0].slice(0, 4096)).text());
      await this.recall(witness);
      this.use(witness);
    } catch (error) {
      if (!(error instanceof LogRefused)) throw error;
      this.write("fault", this.say("bad_file"));
    }
  }

  /**
   * Give this browser the memory of a key that comes from another: what the key signed last, as far
   * as the server tells.
   * @private
   * @param {WitnessKey} witness
   */
  async recall(witness) {
    const watch = /** @type {Watch} */ (this.watch);
    const text = await this.line.cosignedBy(hex(witness.key.keyId));
    const seen = text === null ? null : await watch.recall(text, witness.key);
    const last = watch.last();
    const isKnown = seen !== null && seen.kind !== "unproved" && last !== null;
    const values = { size: isKnown ? String(last.checkpoint.size) : "" };
    this.write("recalled", this.say(isKnown ? "recalled" : "not_recalled", values));
  }

  /**
   * Be this witness from now on.
   * @private
   * @param {WitnessKey} witness
   */
  use(witness) {
    keepKey(witness.secretText());
    this.witness = witness;
    this.write("fault", isStorageLasting() ? "" : this.say("no_storage"));
    this.drawKey(witness);
    this.show("watching");
    this.unsent = this.cosigned();
    this.stayAwake();
    this.tick();
  }

  /** Look once a second until there is an alarm. @private */
  async tick() {
    const started = Date.now();
    try {
      if (await this.look()) return;
    } catch (error) {
      this.draw({ kind: "unproved", code: "machine" }); // never a page that only seems to watch
    }
    setTimeout(() => this.tick(), Math.max(0, SECOND - (Date.now() - started)));
  }

  /**
   * @private
   * @returns {Promise<boolean>} true: an alarm, and nothing more is to be done
   */
  async look() {
    const watch = /** @type {Watch} */ (this.watch);
    const seen = await watch.look();
    if (seen.kind === "alarm") {
      this.alarm(seen.alarm);
      return true;
    }
    if (seen.kind === "grown") this.unsent = this.cosigned();
    this.draw(seen);
    if (this.unsent) await this.send();
    return false;
  }

  /** @private */
  cosigned() {
    if (this.watch === null || this.witness === null) return "";
    return this.watch.cosigned(this.witness, now()) || "";
  }

  /**
   * Send the cosignature; a witness whom nobody named introduces itself first.
   * @private
   */
  async send() {
    const { witness, unsent } = this;
    if (witness === null) return;
    let refusal = this.isKnown ? "" : await this.line.join(keyText(witness.key));
    this.isKnown = refusal === "";
    if (this.isKnown) refusal = await this.line.cosign(unsent);
    if (refusal === "unknown_witness") this.isKnown = false; // a server that was restored
    if (refusal === "") {
      if (this.unsent === unsent) this.unsent = "";
      this.write("sent", this.say("sent", { time: clockTime(now()).slice(0, 8) }));
    } else {
      this.write("sent", this.say("not_sent", { code: refusal }));
    }
  }

  /**
   * @private
   * @param {Seen} seen
   */
  draw(seen) {
    const last = this.watch === null ? null : this.watch.last();
    if (last !== null) {
      const { size, root } = last.checkpoint;
      const place = /** @type {Element} */ (this.page.querySelector(".newest .mark"));
      drawBoxMark(place, { size, root: base64(root) }, this.say("box_mark_size"));
    }
    const state = seen.kind === "grown" ? "same" : seen.kind;
    this.ref("state").setAttribute("data-state", state);
    const code = seen.kind === "unproved" ? seen.code : "";
    this.write("state", this.say(`state_${state}`, { code }));
    if (state === "same") this.write("looked", clockTime(now()).slice(0, 8));
  }

  /**
   * @private
   * @param {WitnessKey} witness
   */
  drawKey(witness) {
    const text = keyText(witness.key);
    this.write("key-name", witness.key.name);
    this.write("key", text);
    emptied(this.ref("key-qr")).appendChild(drawQr(text, this.say("key_qr")));
    const { policy = "" } = this.page.dataset;
    const named = Array.from(parsePolicy(policy).witnesses.values(), ({ key }) => keyText(key));
    this.isKnown = named.includes(text);
    this.write("named", this.say(this.isKnown ? "named" : "not_named"));
    this.offer("export", witness.secretText(), `giam-sat-${witness.key.name}.key`);
  }

  /**
   * @private
   * @param {import("./witness_watch.js").Alarm} alarm
   */
  alarm({ kind, first, second }) {
    document.documentElement.classList.add("alarmed");
    this.write("alarm-what", this.say(kind));
    this.write("alarm-first", first);
    this.write("alarm-second", second);
    this.offer("evidence", `${first}\n${second}`, "bang-chung-so.txt");
    this.show("alarm");
    if (typeof navigator.vibrate === "function") navigator.vibrate([500, 200, 500, 200, 500]);
  }

  /**
   * Offer a text as a file.
   * @private
   * @param {string} name
   * @param {string} content
   * @param {string} file
   */
  offer(name, content, file) {
    const url = URL.createObjectURL(new Blob([content], { type: "text/plain;charset=utf-8" }));
    this.ref(name).setAttribute("href", url);
    this.ref(name).setAttribute("download", file);
  }

  /** Keep the screen on while this page is looked at, if the browser allows it. @private */
  async stayAwake() {
    const { wakeLock } = /** @type {any} */ (navigator);
    if (wakeLock === undefined || document.hidden || this.witness === null) return;
    try {
      this.lock = await wakeLock.request("screen");
    } catch (error) {
      this.lock = null; // low battery, or not allowed: the page works on
    }
  }

  /**
   * @private
   * @param {string} part
   */
  show(part) {
    for (const name of PARTS) this.ref(name).hidden = name !== part;
    const heading = this.ref(part).querySelector("h1, h2");
    if (heading !== null) /** @type {HTMLElement} */ (heading).focus({ preventScroll: true });
  }

  /**
   * @private
   * @param {string} name
   */
  input(name) {
    return /** @type {HTMLInputElement} */ (this.ref(name));
  }

  /**
   * @private
   * @param {string} name
   */
  ref(name) {
    return /** @type {HTMLElement} */ (this.page.querySelector(`[data-ref="${name}"]`));
  }

  /**
   * @private
   * @param {string} name
   * @param {string} text
   */
  write(name, text) {
    const place = this.ref(name);
    if (place.textContent !== text) place.textContent = text;
  }

  /**
   * @private
   * @param {string} key
   * @param {Record<string, string>} [values]
   */
  say(key, values = {}) {
    const found = this.page.querySelector(`[data-say="${key}"]`);
    const text = found === null ? "" : (found.textContent || "").trim();
    return text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
  }
}
