/**
 * The kiosk: scan a card, run the booth in a frame, return to the start and leave nothing.
 *
 * start ──card──▸ turn (the booth in a frame of its own) ──receipt + 10 s, or silence──▸ start
 *
 * The frame is a whole document: when it is removed, its page, its memory and its worker end, and
 * whatever the browser may have stored is cleared. The kiosk itself learns nothing of the booth but
 * which screen is shown, and that somebody touched it.
 */

import { drawBoxMark, unverifiedMark } from "./box_mark.js";
import { Camera } from "./scan.js";
import { TypingScanner, readScanned } from "./scanned.js";

const SECOND = 1000;
export const AFTER_RECEIPT_MS = 10 * SECOND;
export const MORE_MS = 60 * SECOND;
export const SILENCE_MS = 90 * SECOND;
export const ASK_MS = 70 * SECOND; // 20 seconds to answer, as WCAG 2.2.1 wants
const FAULT_MS = 10 * SECOND;
const MARK_MS = 5 * SECOND;
const CLEAR_FRAMES = 8; // frames without a code before the next card: the last one may still lie there
const TOUCHES = ["pointerdown", "touchstart", "mousedown", "keydown", "input", "wheel", "scroll"];
const PARTS = ["start", "turn", "ask"];

export class Kiosk {
  constructor() {
    const { uuid = "", sitting, vote = "", checkpoint = "" } = document.body.dataset;
    /** @private */ this.uuid = uuid;
    /** @private */ this.sitting = sitting;
    /** @private */ this.vote = vote;
    /** @private */ this.checkpoint = checkpoint;
    /** @private */ this.markedAt = 0;
    const video = /** @type {HTMLVideoElement} */ (this.ref("video"));
    /** @private */ this.video = video;
    /** @private */ this.camera = new Camera(video, (text) => this.seen(text));
    /** @private */ this.scanner = new TypingScanner((text) => this.read(text));
    /** @private @type {HTMLIFrameElement | null} */ this.frame = null;
    /** @private */ this.touchedAt = 0;
    /** @private @type {number | null} */ this.leavesAt = null;
    /** @private */ this.clearFrames = CLEAR_FRAMES;
    /** @private */ this.faultAt = 0;
  }

  /** Listen, and show the start. */
  run() {
    document.addEventListener("keydown", (event) => this.key(event), true);
    document.addEventListener("click", (event) => this.clicked(event));
    for (const name of TOUCHES) document.addEventListener(name, () => this.touched(), true);
    setInterval(() => this.tick(), SECOND / 2);
    this.toStart();
  }

  /** @private */
  async toStart() {
    this.show("start");
    this.ref("heading").focus({ preventScroll: true });
    const works = await this.camera.start();
    if (this.frame !== null) return;
    this.video.hidden = !works;
    this.ref("how").hidden = !works;
    this.write("camera", this.say(works ? "camera_on" : "camera_off"));
  }

  /**
   * A frame of the camera. A card that still lies there from the last turn begins no other one.
   * @private
   * @param {string | null} text
   */
  seen(text) {
    if (text === null || text === "") this.clearFrames += 1;
    else if (this.clearFrames >= CLEAR_FRAMES && this.frame === null) this.read(text);
  }

  /**
   * @private
   * @param {KeyboardEvent} event
   */
  key(event) {
    if (this.frame !== null || !this.scanner.take(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /**
   * @private
   * @param {string} text
   */
  read(text) {
    if (this.frame !== null) return;
    const { credential, fault } = readScanned(text, this.uuid, this.sitting);
    if (fault === null) {
      this.begin(credential);
    } else {
      this.write("fault", this.say(fault));
      this.faultAt = Date.now();
    }
  }

  /**
   * Begin a turn; without a credential, the booth asks for it to be typed.
   * @private
   * @param {string} credential
   */
  begin(credential) {
    this.camera.stop();
    this.scanner.forget();
    this.write("fault", "");
    const frame = document.createElement("iframe");
    // No downloads, windows or questions before leaving: nothing would clear them away.
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms");
    frame.title = document.title;
    frame.onload = () => this.loaded(frame);
    // The language begins as the kiosk's for everybody, whatever the last person chose.
    const { lang } = document.documentElement;
    frame.src = `${this.vote}?lang=${lang}${credential ? `#${credential}` : ""}`;
    this.frame = frame;
    this.leavesAt = null;
    this.touched();
    this.ref("frame").appendChild(frame);
    this.show("turn");
    frame.focus();
  }

  /**
   * The frame has its page. A second page means that somebody was led out of the booth.
   * @private
   * @param {HTMLIFrameElement} frame
   */
  loaded(frame) {
    const inside = frame.contentDocument;
    const view = frame.contentWindow;
    frame.onload = () => this.end();
    if (frame !== this.frame) return;
    if (inside === null || view === null || inside.querySelector("[data-uuid], [data-screen]") === null) {
      this.end();
      this.write("fault", this.say("no_connection"));
      this.faultAt = Date.now();
      return;
    }
    inside.documentElement.classList.add("in-kiosk");
    for (const name of TOUCHES) inside.addEventListener(name, () => this.touched(), true);
    inside.addEventListener("click", stayInside, true);
    frame.focus();
  }

  /**
   * @private
   * @param {Event} event
   */
  clicked({ target }) {
    const pressed = /** @type {Element} */ (target).closest("[data-do]");
    const action = pressed === null ? "" : pressed.getAttribute("data-do");
    if (action === "type") this.begin("");
    else if (action === "full") fullScreen();
    else if (action === "end" && this.screen() !== "sending") this.end();
    else if (action === "more") this.leavesAt = Date.now() + MORE_MS;
    this.tick(); // "stay": that it was touched is enough
  }

  /** @private */
  touched() {
    this.touchedAt = Date.now();
  }

  /**
   * Return which screen of the booth is shown; empty if that cannot be told.
   * @private
   */
  screen() {
    const inside = this.frame === null ? null : this.frame.contentDocument;
    const shown = inside === null ? null : inside.querySelector("[data-screen]:not([hidden])");
    return shown === null ? "" : shown.getAttribute("data-screen");
  }

  /** @private */
  tick() {
    const now = Date.now();
    if (this.faultAt > 0 && now - this.faultAt > FAULT_MS) {
      this.faultAt = 0;
      this.write("fault", "");
    }
    if (this.frame === null) {
      if (now - this.markedAt >= MARK_MS) this.mark(now);
      return;
    }
    const screen = this.screen();
    if (screen === "sending") this.touched(); // whoever has sent may go: the kiosk stays until it is recorded
    if (screen === "done") this.countDown(now);
    else this.watchSilence(now);
    const isDone = screen === "done";
    this.ref("more").hidden = !isDone;
    /** @type {HTMLButtonElement} */ (this.part("turn").querySelector('[data-do="end"]')).disabled =
      screen === "sending";
  }

  /**
   * Show the newest mark of the ballot box to whoever stands here; without a network, the last one.
   * @private
   * @param {number} now
   */
  async mark(now) {
    this.markedAt = now;
    const answer = await fetch(this.checkpoint, { credentials: "omit" }).catch(() => null);
    const found = answer === null || !answer.ok ? null : unverifiedMark(await answer.text());
    const place = /** @type {Element} */ (document.querySelector(".box-mark .mark"));
    if (found !== null) drawBoxMark(place, found, this.say("box_mark_size"));
  }

  /**
   * @private
   * @param {number} now
   */
  countDown(now) {
    if (this.leavesAt === null) this.leavesAt = now + AFTER_RECEIPT_MS;
    const left = Math.ceil((this.leavesAt - now) / SECOND);
    if (left <= 0) this.end();
    else this.write("countdown", this.say("leaving", left));
  }

  /**
   * @private
   * @param {number} now
   */
  watchSilence(now) {
    const silence = now - this.touchedAt;
    const asks = silence >= ASK_MS;
    if (silence >= SILENCE_MS) {
      this.end();
      return;
    }
    if (asks) this.write("ask-left", this.say("silent", Math.ceil((SILENCE_MS - silence) / SECOND)));
    if (asks === this.part("ask").hidden) {
      this.part("ask").hidden = !asks;
      if (asks) this.ref("stay").focus();
    }
  }

  /** End the turn: remove the booth with everything in it, and show the start. */
  end() {
    if (this.frame === null) return;
    this.frame.onload = null;
    this.frame.remove();
    this.frame = null;
    this.leavesAt = null;
    this.clearFrames = 0;
    this.write("countdown", "");
    clearStorage();
    this.toStart();
  }

  /**
   * @private
   * @param {"start" | "turn"} name
   */
  show(name) {
    for (const part of PARTS) this.part(part).hidden = part !== name;
  }

  /**
   * @private
   * @param {string} name
   */
  part(name) {
    return /** @type {HTMLElement} */ (document.querySelector(`[data-part="${name}"]`));
  }

  /**
   * @private
   * @param {string} name
   */
  ref(name) {
    return /** @type {HTMLElement} */ (document.querySelector(`[data-ref="${name}"]`));
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
   * @param {number} [count]
   */
  say(key, count) {
    const found = document.querySelector(`[data-say="${key}"]`);
    const text = found === null ? "" : (found.textContent || "").trim();
    return count === undefined ? text : text.replace("{count}", String(count));
  }
}

/**
 * Keep a person in the booth: its links to other pages lead nowhere here.
 * @param {Event} event
 */
function stayInside(event) {
  const link = /** @type {Element} */ (event.target).closest("a[href]");
  if (link === null || link.hasAttribute("hreflang")) return;
  if ((link.getAttribute("href") || "").startsWith("#")) return;
  event.preventDefault();
}

function clearStorage() {
  try {
    window.localStorage.clear();
    window.sessionStorage.clear();
  } catch (error) {
    // Storage is forbidden: there is nothing in it.
  }
}

function fullScreen() {
  const root = document.documentElement;
  if (typeof root.requestFullscreen === "function") root.requestFullscreen().catch(() => {});
}
