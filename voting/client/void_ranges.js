/**
 * Void sheets at the desk of the cards: a range of serials joins the list of what becomes void.
 *
 * Serials stay on this page: the list is sent by short names alone, sorted. So after a refusal the
 * page that comes anew knows no serial until the sheet is scanned once more.
 */

import { element, emptied } from "./booth_page.js";
import { shortOf } from "./voidsheet.js";

const DIGITS = 4; // of a serial, at least

/**
 * The list of what becomes void, as this part of the page sees it.
 * @typedef {object} VoidList
 * @property {(name: string) => boolean} has
 * @property {(name: string) => boolean} isWrong what the server did not take
 * @property {() => string[]} names all of it
 * @property {() => number} room how many more
 * @property {(names: string[]) => void} add
 * @property {(names: string[]) => void} drop
 * @property {(key: string) => string} say
 * @property {(text: string) => void} fault
 */

/** @param {number} number */
function serial(number) {
  return String(number).padStart(DIGITS, "0");
}

/**
 * @param {string} text
 * @param {Record<string, string>} values
 */
function filled(text, values) {
  const put = (/** @type {string} */ made, [name = "", value = ""]) => made.replace(`{${name}}`, value);
  return Object.entries(values).reduce(put, text);
}

export class VoidRanges {
  /** @param {VoidList} list */
  constructor(list) {
    /** @private */ this.list = list;
    /** @private @type {import("./voidsheet.js").VoidSheet | null} */ this.sheet = null;
    /** @private @type {{ about: Record<string, string>, names: string[] }[]} */ this.ranges = [];
  }

  /** Listen: Enter in a number adds the range, and sends no form. */
  run() {
    for (const name of ["sheet_first", "sheet_last"]) {
      this.ref(name).addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        this.add();
      });
    }
  }

  /** Whether a sheet was scanned of which nothing was added yet. */
  isOpen() {
    return this.sheet !== null;
  }

  /** Ask to finish the sheet that was scanned before. */
  waits() {
    this.list.fault(this.list.say("sheet_waits"));
    this.ref("add_range").focus();
  }

  /**
   * Offer the serials of a sheet: all of them, or those that stood in the list when the page came.
   * @param {import("./voidsheet.js").VoidSheet} sheet its names as the list has them
   */
  show(sheet) {
    if (this.sheet !== null && this.sheet.names[0] !== sheet.names[0]) {
      this.waits();
      return;
    }
    this.sheet = sheet;
    const about = this.about(sheet.first, sheet.last);
    this.ref("sheet_name").textContent = filled(this.list.say("sheet_name"), about);
    const kept = this.shown().filter(({ about }) => about === null);
    const names = new Set(kept.flatMap((range) => range.names));
    const serials = sheet.names.map((name, place) => (names.has(name) ? sheet.first + place : 0));
    const inList = serials.filter((number) => number > 0);
    this.field("sheet_first").value = serial(inList[0] || sheet.first);
    this.field("sheet_last").value = serial(inList[inList.length - 1] || sheet.last);
    this.ref("sheet").hidden = false;
    this.tellWrong(sheet.first, sheet.names);
  }

  /** Add the range that was chosen. */
  add() {
    const { sheet, list } = this;
    if (sheet === null) return;
    const [from, to] = [this.number("sheet_first"), this.number("sheet_last")];
    if (!(sheet.first <= from && from <= to && to <= sheet.last)) {
      list.fault(filled(list.say("sheet_range"), this.about(sheet.first, sheet.last)));
      return;
    }
    const chosen = sheet.names.slice(from - sheet.first, to - sheet.first + 1);
    const taken = new Set(this.ranges.flatMap((range) => range.names));
    const whole = new Set(list.names().filter((name) => name !== shortOf(name)).map(shortOf));
    const names = chosen.filter((name) => !list.isWrong(name) && !taken.has(name) && !whole.has(name));
    if (names.filter((name) => !list.has(name)).length > list.room()) {
      list.fault(list.say("most"));
      return;
    }
    this.close();
    if (names.length > 0) this.ranges.push({ about: this.about(from, to), names });
    list.add(names);
    const before = chosen.filter((name) => taken.has(name) || whole.has(name)).length;
    if (before > 0) list.fault(filled(list.say("sheet_twice"), { count: String(before) }));
    this.tellWrong(from, chosen);
  }

  /** Put the sheet aside. */
  close() {
    this.sheet = null;
    this.ref("sheet").hidden = true;
    this.list.fault("");
  }

  /**
   * Take a range out of the list again.
   * @param {number} place among those shown
   */
  drop(place) {
    const [range] = this.shown().slice(place, place + 1);
    if (range !== undefined) this.list.drop(range.names);
  }

  /** Forget all. */
  clear() {
    this.ranges = [];
    this.close();
  }

  /** Show what of the list came from sheets. */
  draw() {
    const place = emptied(this.ref("ranges"));
    this.shown().forEach(({ about, names }, number) => {
      const key = about === null ? "range_kept" : "range";
      const values = { ...about, count: String(names.length) };
      const told = element("span", {}, filled(this.list.say(key), values));
      const button = { type: "button", class: "plain", "data-do": "drop_range", value: String(number) };
      const drop = element("button", button, filled(this.list.say(`${key}_drop`), values));
      place.appendChild(element("li", {}, told, " ", drop));
    });
  }

  /**
   * The ranges as they stand in the list, and what came from sheets before the page came anew.
   * @private
   * @returns {{ about: Record<string, string> | null, names: string[] }[]}
   */
  shown() {
    const inList = new Set(this.list.names());
    this.ranges = this.ranges
      .map(({ about, names }) => ({ about, names: names.filter((name) => inList.has(name)) }))
      .filter(({ names }) => names.length > 0);
    const known = new Set(this.ranges.flatMap((range) => range.names));
    const kept = Array.from(inList).filter((name) => name === shortOf(name) && !known.has(name));
    return kept.length > 0 ? [...this.ranges, { about: null, names: kept }] : this.ranges;
  }

  /**
   * Name the serials that the server did not take.
   * @private
   * @param {number} first
   * @param {string[]} names
   */
  tellWrong(first, names) {
    const wrong = names.map((name, place) => (this.list.isWrong(name) ? serial(first + place) : ""));
    const serials = wrong.filter((one) => one !== "").join(", ");
    if (serials !== "") this.list.fault(filled(this.list.say("sheet_wrong"), { serials }));
  }

  /**
   * @private
   * @param {number} first
   * @param {number} last
   */
  about(first, last) {
    return { first: serial(first), last: serial(last) };
  }

  /**
   * @private
   * @param {string} name
   */
  number(name) {
    const text = this.field(name).value.trim();
    return /^\d{1,6}$/.test(text) ? Number(text) : NaN;
  }

  /**
   * @private
   * @param {string} name
   */
  field(name) {
    return /** @type {HTMLInputElement} */ (this.ref(name));
  }

  /**
   * @private
   * @param {string} name
   */
  ref(name) {
    return /** @type {HTMLElement} */ (document.querySelector(`[data-ref="${name}"]`));
  }
}
