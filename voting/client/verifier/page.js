/** The verifier's page: take a file, verify it, say what was found. Nothing leaves the machine. */

import { jsonLine, say, shown } from "../audit/report.js";
import { Given } from "./given.js";
import { element, reportElements } from "./report_page.js";
import { verify } from "./session.js";
import { NotPossible, Verification } from "./threads.js";
import { SAID } from "./words.js";

/** @typedef {import("../audit/report.js").Language} Language */
/** @typedef {import("./session.js").Answer} Answer */

export class Page {
  /** @param {string} code the page's script, for workers */
  constructor(code) {
    /** @private */ this.code = code;
    /** @private @type {Language} */ this.language = "vi";
    /** @private @type {Verification<import("./session.js").Asked, Answer> | null} */ this.running = null;
    /** @private @type {Answer | null} */ this.answer = null;
    /** @private */ this.given = new Given();
    /** @private @type {Promise<void>} */ this.taking = Promise.resolve();
    /** @private */ this.doing = { step: "starting", done: 0, total: 0 };
    /** @private */ this.fault = "";
    /** @private */ this.took = { seconds: 0, helpers: 0 };
  }

  /** Listen. */
  run() {
    const drop = this.ref("drop");
    for (const name of ["dragenter", "dragover"]) {
      document.addEventListener(name, (event) => {
        event.preventDefault();
        drop.classList.add("over");
      });
    }
    document.addEventListener("dragleave", () => drop.classList.remove("over"));
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      const transfer = /** @type {DragEvent} */ (event).dataTransfer;
      if (transfer !== null) this.take([...transfer.files]);
    });
    for (const name of ["record", "more"]) {
      const input = this.input(name);
      input.addEventListener("change", () => {
        this.take([...(input.files || [])]);
        input.value = "";
      });
    }
    this.input("earlier").addEventListener("change", () => this.show());
    document.addEventListener("click", ({ target }) => {
      const pressed = /** @type {Element} */ (target).closest("[data-do]");
      if (pressed !== null) this.press(pressed.getAttribute("data-do"));
    });
    this.show();
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
   */
  input(name) {
    return /** @type {HTMLInputElement} */ (this.ref(name));
  }

  /**
   * @private
   * @param {string | null} action
   */
  press(action) {
    if (action === "language") {
      this.language = this.language === "vi" ? "en" : "vi";
    } else if (action === "stop" && this.running !== null) {
      this.running.stop();
    } else if (action === "save") {
      this.save();
    } else if (action === "again" || action === "forget") {
      this.answer = null;
      this.given.clear();
    }
    this.show();
    if (action === "again" || action === "forget") this.input("record").focus();
  }

  /**
   * Take files that were dropped or chosen, one lot after the other.
   * @private
   * @param {File[]} files
   */
  take(files) {
    this.taking = this.taking.then(() => this.add(files));
  }

  /**
   * Add files to what is there; verify as soon as there is a record.
   * @private
   * @param {File[]} files
   */
  async add(files) {
    if (this.running !== null || !files.length) return;
    this.fault = await this.given.add(files);
    const asked = this.given.asked(this.earlier());
    if (this.fault || asked === null) this.show();
    else this.verify(asked);
  }

  /**
   * @private
   * @param {import("./session.js").Asked} asked
   */
  async verify(asked) {
    this.answer = null;
    const started = performance.now();
    this.doing = { step: "starting", done: 0, total: 0 };
    this.running = new Verification(verify, asked, this.code, (step, done, total) => {
      this.doing = { step, done, total };
      this.showProgress();
    });
    this.show();
    try {
      this.answer = await this.running.answer;
      const seconds = (performance.now() - started) / 1000;
      this.took = { seconds, helpers: this.running.helpers };
    } catch (error) {
      this.fault = error instanceof NotPossible ? error.key : "failed";
      this.given.clear();
    }
    this.running = null;
    this.show();
    if (this.answer !== null) this.ref("verdict").focus();
  }

  /** @private */
  earlier() {
    const { files } = this.input("earlier");
    return files !== null && files.length ? files[0] : null;
  }

  /** @private */
  show() {
    document.documentElement.lang = this.language;
    document.title = say(SAID.title, this.language);
    for (const place of document.querySelectorAll("[data-say]")) {
      place.textContent = say(SAID[place.getAttribute("data-say") || ""], this.language);
    }
    this.ref("language").lang = this.language === "vi" ? "en" : "vi";
    this.ref("ask").hidden = this.running !== null || this.answer !== null;
    this.ref("work").hidden = this.running === null;
    this.ref("found").hidden = this.answer === null;
    this.ref("fault").textContent = this.fault ? say(SAID[this.fault], this.language) : "";
    const earlier = this.earlier();
    this.ref("earlier-name").textContent = earlier === null ? "" : earlier.name;
    this.showFiles();
    this.showProgress();
    const report = this.ref("report");
    report.textContent = "";
    if (this.answer === null) return;
    report.append(...reportElements(this.answer, this.given, this.language));
    this.ref("took").textContent = this.tookText();
  }

  /** Say which files are there while the record is missing. @private */
  showFiles() {
    const files = this.given.files();
    this.ref("waiting").hidden = !files.length;
    const said = files.map(([kind, { name }]) => {
      return `${shown(name)} (${say(SAID[`is_${kind}`], this.language)})`;
    });
    this.ref("files").textContent = said.join(", ");
  }

  /** @private */
  showProgress() {
    const { step, done, total } = this.doing;
    this.ref("doing").textContent = say(SAID[step], this.language, { done, total });
    const bar = /** @type {HTMLProgressElement} */ (this.ref("bar"));
    if (step === "ballots" && total) {
      bar.max = total;
      bar.value = done;
    } else {
      bar.removeAttribute("value");
    }
  }

  /** @private */
  tookText() {
    const { seconds, helpers: count } = this.took;
    const written = seconds.toFixed(1).replace(".", this.language === "vi" ? "," : ".");
    const workers = say(count ? SAID.workers : SAID.alone, this.language, { count });
    return say(SAID.took, this.language, { seconds: written, workers });
  }

  /** Hand the report to the person as a file. @private */
  save() {
    if (this.answer === null) return;
    const report = this.answer[this.language];
    const blob = new Blob([`${jsonLine(report)}\n`], { type: "application/json" });
    const url = URL.createObjectURL(blob);
    const name = `${String(report.record).replace(/\.bel$/, "")}.${this.language}.json`;
    const link = element("a", { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  }
}
