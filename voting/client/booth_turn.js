/** One delegate's turn: all that is known of it, and how it is forgotten. */

/** @typedef {import("./encryptor.js").Encryptor} Encryptor */
/** @typedef {import("./booth_page.js").Page} Page */

export class Turn {
  /**
   * @param {number} rows
   * @param {number} [seats] how many may be chosen in an election; 0: every row has levels
   */
  constructor(rows, seats = 0) {
    this.seats = seats;
    /** What was scanned or typed; only until the card is known to be good. SECRET */
    this.credential = "";
    /** @type {Encryptor | null} */
    this.encryptor = null;
    /** @type {import("./booth_data.js").Asked[]} */
    this.asked = [];
    /** The place of the level chosen for each person. SECRET @type {(number | null)[]} */
    this.choices = new Array(rows).fill(null);
    /** The rows left unmarked were confirmed. */
    this.isConfirmed = false;
    /** The row that was touched last, from which "next" goes on. */
    this.last = -1;
    /** The row that is to be changed, after the review. */
    this.wanted = -1;
    /** It begins with a page that was loaded again, perhaps in the middle of a ballot. */
    this.isAgain = false;
    this.isSending = false;
    /** The settled ballot's hash, shown before it is opened. */
    this.hash = "";
    /** @type {import("./booth_review.js").Opened | null} */
    this.opened = null;
    /** @type {import("./booth_receipt.js").Judged | null} */
    this.recorded = null;
    this.notice = { key: "", message: "", statement: "" };
    /** What is being done, in the page's language. @type {(page: Page) => string} */
    this.progress = () => "";
    /** How often the network failed. */
    this.lost = 0;
    /** The address of a file that is offered. @private */
    this.url = "";
  }

  /** Tell whether a reload now would lose something. */
  isPrecious() {
    const isUnsent = this.isSending && this.recorded === null;
    return isUnsent || this.choices.some((choice) => choice !== null);
  }

  /** How many rows are unmarked. */
  left() {
    return this.choices.filter((choice) => choice === null).length;
  }

  /** How many are chosen, or rated. */
  chosen() {
    return this.choices.length - this.left();
  }

  /** Tell whether an election's ballot has as many names as it may. */
  isFull() {
    return this.seats > 0 && this.chosen() >= this.seats;
  }

  /** Tell whether sending needs a word more: rows are unmarked, or nobody is elected. */
  needsConfirmation() {
    return this.seats > 0 ? this.chosen() === 0 : this.left() > 0;
  }

  /** The first row that the rules want marked and that is not; -1 if none. */
  firstMissing() {
    if (this.seats > 0) return -1;
    return this.choices.findIndex((choice, row) => choice === null && this.asked[row].isRequired);
  }

  /**
   * Choose a level for a person, or none; the worker encrypts the row at once.
   * @param {number} row
   * @param {number | null} choice
   */
  choose(row, choice) {
    this.choices[row] = choice;
    this.last = row;
    this.isConfirmed = false;
    this.hash = "";
    if (this.seats > 0) return; // a list is encrypted as a whole, when the choosing is over
    const marks = new Array(this.asked[row].answers).fill(0);
    if (choice !== null) marks[choice] = 1;
    if (this.encryptor !== null) this.encryptor.mark(row, marks);
  }

  /** Give an election's list to the worker, which encrypts it; blank if nobody is chosen. */
  settle() {
    if (this.seats === 0 || this.encryptor === null) return;
    const marks = this.choices.map((choice) => Number(choice !== null));
    this.encryptor.mark(0, marks.includes(1) ? marks : null);
    marks.fill(0);
  }

  /** Overwrite the choices and end the worker, which overwrites its own. */
  forget() {
    this.choices.fill(null);
    this.credential = "";
    this.hash = "";
    if (this.opened !== null) {
      this.opened.choices.fill(null);
      this.opened.file.fill(0);
    }
    this.opened = null;
    if (this.encryptor !== null) this.encryptor.end();
    this.encryptor = null;
    this.release();
  }

  /**
   * Make an address for a file that is offered, in the place of the one before.
   * @param {Uint8Array | string} content
   */
  file(content) {
    this.release();
    const type = typeof content === "string" ? "text/plain;charset=utf-8" : "application/json";
    this.url = URL.createObjectURL(new Blob([/** @type {BlobPart} */ (content)], { type }));
    return this.url;
  }

  /** Take back the address of a file. */
  release() {
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = "";
  }
}
