/** The part of the page that restores the key: for the rehearsal, and to decrypt after the vote. */

import { BallotsError } from "../ballots/errors.js";
import { Camera, readPicture } from "../scan.js";
import { scriptAddress } from "../trusted.js";
import { NotPossible, Verification } from "../verifier/threads.js";
import { Comparing } from "./comparing_part.js";
import { decryptDrill, decryptTally, restore, verifyRecount } from "./decrypting.js";
import { Lost, ServerRefused } from "./line.js";
import { NotDecrypted } from "./not_decrypted.js";
import { recount } from "./recount.js";
import { OutOfMemory } from "./vault.js";

/** @typedef {import("./line.js").State} State */

const FINE = 2400; // pixels of a picture: the code of a copy has about 140 modules a side
const SEEN = 1400;

export class Opening {
  /**
   * @param {import("./saving_part.js").Common} common
   * @param {{ code: () => Promise<string>, done: () => void }} more
   */
  constructor({ screen, line, store, uuid, member }, { code, done }) {
    /** @private */ this.screen = screen;
    /** @private */ this.line = line;
    /** @private */ this.where = { uuid, store };
    /** @private */ this.member = member;
    /** @private */ this.comparing = new Comparing({ screen, line });
    /** @private */ this.code = code;
    /** @private */ this.done = done;
    /** @private @type {State | null} */ this.state = null;
    /** @private */ this.isClosing = false;
    /** @private */ this.isBusy = false;
    /** @private @type {Uint8Array | null} */ this.copy = null;
    /** A chosen file that is still being read. @private */ this.taking = Promise.resolve();
    const video = /** @type {HTMLVideoElement} */ (screen.ref("video"));
    /** @private */ this.camera = new Camera(video, (text) => this.seen(text), SEEN);
  }

  listen() {
    const { screen } = this;
    this.comparing.listen();
    screen.ref("open-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.open();
    });
    const chosen = screen.input("copy-file");
    chosen.addEventListener("click", () => {
      chosen.value = ""; // a file that is chosen again is read again
    });
    chosen.addEventListener("change", () => this.take());
    screen.ref("look").addEventListener("click", () => this.look());
    window.addEventListener("pagehide", () => this.camera.stop());
  }

  /**
   * @param {State} state
   * @param {string} kind
   */
  show(state, kind) {
    const { screen } = this;
    this.state = state;
    this.isClosing = kind === "closed";
    const hasSeed = this.member.hasSeed();
    screen.ref("drill-words").hidden = this.isClosing;
    screen.ref("closing-words").hidden = !this.isClosing;
    screen.ref("copy-fields").hidden = this.isClosing && hasSeed;
    screen.button("open").textContent = screen.say(this.isClosing ? "do_decrypt" : "do_drill");
  }

  /** @private */
  async look() {
    const works = await this.camera.start();
    this.screen.ref("video").hidden = !works;
    this.screen.write("copy-state", this.screen.say(works ? "camera_on" : "camera_off"));
  }

  /**
   * @private
   * @param {string | null} text
   */
  seen(text) {
    if (text === null || text === "") return;
    this.camera.stop();
    this.screen.ref("video").hidden = true;
    this.use(new TextEncoder().encode(text));
  }

  /** A file was chosen: what was given before is forgotten at once. @private */
  take() {
    const { files } = this.screen.input("copy-file");
    if (files === null || !files.length) return;
    this.copy = null;
    this.screen.write("copy-state", "");
    this.screen.fault("");
    this.taking = this.read(files[0]);
  }

  /**
   * @private
   * @param {File} file the copy itself, or a picture of the sheet
   */
  async read(file) {
    const { screen } = this;
    if (!file.type.startsWith("image/")) {
      this.use(new Uint8Array(await new Response(file.slice(0, 1 << 17)).arrayBuffer()));
      return;
    }
    const text = await readPicture(file, FINE);
    if (text === null) screen.fault(screen.say("no_code"));
    else this.use(new TextEncoder().encode(text));
  }

  /**
   * @private
   * @param {Uint8Array} copy
   */
  use(copy) {
    this.copy = copy;
    this.screen.write("copy-state", this.screen.say("copy_there"));
  }

  /** @private */
  async open() {
    const { screen } = this;
    if (this.isBusy) return;
    this.isBusy = true;
    screen.fault("");
    screen.button("open").disabled = true;
    try {
      if (this.isClosing) await this.decrypt();
      else await this.rehearse();
      screen.input("open-phrase").value = "";
      this.copy = null;
    } catch (error) {
      screen.fault(this.sentence(error));
    }
    screen.write("open-state", "");
    screen.button("open").disabled = false;
    this.isBusy = false;
    this.done();
  }

  /** Return the member's secret, from the saved copy or from this browser. @private */
  async key() {
    const { screen } = this;
    const { index } = /** @type {State} */ (this.state).you;
    if (this.isClosing && this.member.hasSeed()) return this.member.secret(index);
    await this.taking;
    if (this.copy === null) throw new Missing("no_copy");
    const phrase = screen.input("open-phrase").value;
    if (phrase === "") throw new Missing("no_phrase");
    screen.write("open-state", screen.say("unsealing"));
    await screen.drawn();
    return restore(this.copy, phrase, { uuid: this.where.uuid, index });
  }

  /** @private */
  async rehearse() {
    const { line } = this;
    const key = await this.key();
    const drill = { ...(await line.drill()), definition: await line.definition(), log: await line.log() };
    await line.sendDrill(await decryptDrill(key, drill, this.where));
  }

  /** @private */
  async decrypt() {
    const { screen, line, where } = this;
    const key = await this.key();
    const { encrypted_tally: shown } = await line.tally();
    const found = await this.counted();
    verifyRecount(found, shown, where.store);
    screen.write("open-state", "");
    const held = await this.comparing.compared(found);
    if (held === null) throw new Missing("not_same");
    screen.write("open-state", screen.say("decrypting"));
    await screen.drawn();
    await line.sendDecryption(decryptTally(key, { ...found, held }, where));
  }

  /**
   * Fetch record and log, and count again. The record first: what the log has more is no part of it.
   * @private
   */
  async counted() {
    const { screen, line } = this;
    screen.write("open-state", screen.say("fetching"));
    const record = await line.record();
    const [log, definition] = [await line.log(), await line.definition()];
    const { logKey, checkpoint } = this.where.store.read();
    const code = await this.code();
    const work = new Verification(
      recount,
      { record, log, definition, kept: { logKey, checkpoint } },
      code,
      (step, done, total) => screen.write("open-state", screen.say(`step_${step}`, { done, total })),
      scriptAddress,
    );
    return work.answer;
  }

  /**
   * @private
   * @param {unknown} error
   */
  sentence(error) {
    const { screen } = this;
    if (error instanceof Missing || error instanceof NotPossible) return screen.say(error.key);
    if (error instanceof NotDecrypted) return screen.say(`not_${error.code}`, error.values);
    if (error instanceof ServerRefused) return error.sentence;
    if (error instanceof BallotsError) {
      return screen.say(`refusal_${error.refusal}`) || screen.say("wrong", { code: error.refusal });
    }
    if (error instanceof OutOfMemory) return screen.say("no_memory");
    return screen.say(error instanceof Lost ? "lost" : "machine");
  }
}

/** Something has not been given; `key` is a sentence of the page. */
class Missing extends Error {
  /** @param {string} key */
  constructor(key) {
    super(key);
    this.key = key;
  }
}
