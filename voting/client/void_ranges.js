/**
 * Void sheets at the desk of the cards: a range of serials joins the list of what becomes void.
 *
 * A sheet is believed of the stack in hand alone: one card of the range is scanned, and as many are
 * counted as the range has. A sheet of which something is in the list already is not offered.
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
 * Write serials in short: 0001–0003, 0007.
 * @param {number[]} numbers rising
 */
function inRuns(numbers) {
  const isNext = (/** @type {number} */ place) => numbers[place] === numbers[place - 1] + 1;
  const starts = numbers.map((_, place) => place).filter((place) => !isNext(place));
  const runs = starts.map((start, run) => {
    const [from, to] = [numbers[start], numbers[(starts[run + 1] || numbers.length) - 1]];
    return from === to ? serial(from) : `${serial(from)}–${serial(to)}`;
  });
  return runs.join(", ");
}

/**
 * @param {{ first: number, last: number }} range
 * @returns {Record<string, string>}
 */
function about({ first, last }) {
  return { first: serial(first), last: serial(last) };
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
    /** @private the card that was scanned to show whose sheet it is */ this.proof = "";
    /** @private @type {{ about: Record<string, string>, names: string[] }[]} */ this.ranges = [];
  }

  /** Listen: Enter in a number adds the range, and sends no form. */
  run() {
    for (const name of ["sheet_first", "sheet_last", "sheet_count"]) {
      this.ref(name).addEventListener("input", () => this.tellCard());
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
  }

  /**
   * Offer the serials of a sheet, if none of them is in the list. Seen again it changes nothing.
   * @param {import("./voidsheet.js").VoidSheet} sheet its names as the list has them
   */
  show(sheet) {
    if (this.sheet !== null) {
      if (String(this.sheet.names) !== String(sheet.names)) this.waits();
      return;
    }
    const { list } = this;
    const wrong = this.told("sheet_wrong", sheet, (name) => list.isWrong(name));
    const inList = this.told("sheet_in_list", sheet, (name) => list.has(name) && !list.isWrong(name));
    list.fault(`${wrong} ${inList}`.trim());
    if (sheet.names.some((name) => list.has(name))) return;
    this.sheet = sheet;
    const { first, last } = about(sheet);
    this.ref("sheet_name").textContent = filled(list.say("sheet_name"), { first, last });
    this.field("sheet_first").value = first;
    this.field("sheet_last").value = last;
    this.field("sheet_count").value = "";
    this.tellCard();
    this.ref("sheet").hidden = false;
  }

  /**
   * Take a card that was scanned while the sheet is open: it shows that the sheet is of this stack.
   * @param {string} name as the sheet has it
   */
  prove(name) {
    const range = this.chosen();
    if (range === null) {
      this.tellNumbers();
      return;
    }
    this.proof = name;
    this.list.fault("");
    if (this.isProved(range)) {
      this.tellCard();
      return;
    }
    this.close();
    this.list.fault(filled(this.list.say("sheet_stranger"), about(range)));
  }

  /** Add the range that was chosen, if it is what lies in the hand. */
  add() {
    const range = this.chosen();
    if (range === null) this.tellNumbers();
    if (range === null || !this.isInHand(range)) return;
    const { list } = this;
    const names = range.names.filter((name) => !list.isWrong(name));
    this.close();
    if (names.length > list.room()) {
      list.fault(list.say("most"));
    } else {
      if (names.length > 0) this.ranges.push({ about: about(range), names });
      list.add(names);
      list.fault(this.told("sheet_wrong", range, (name) => list.isWrong(name)));
    }
    this.ref("code").focus();
  }

  /** Put the sheet aside. */
  close() {
    this.sheet = null;
    this.proof = "";
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
   * The part of the sheet that the two numbers name, or null if they name none.
   * @private
   * @returns {import("./voidsheet.js").VoidSheet | null}
   */
  chosen() {
    const { sheet } = this;
    if (sheet === null) return null;
    const [first, last] = [this.number("sheet_first"), this.number("sheet_last")];
    const isRange = sheet.first <= first && first <= last && last <= sheet.last;
    const names = sheet.names.slice(first - sheet.first, last - sheet.first + 1);
    return isRange ? { first, last, names } : null;
  }

  /**
   * Say which numbers can be chosen.
   * @private
   */
  tellNumbers() {
    if (this.sheet !== null) this.list.fault(filled(this.list.say("sheet_range"), about(this.sheet)));
  }

  /**
   * Tell whether as many cards were counted as the range has, and one of them scanned; ask if not.
   * @private
   * @param {import("./voidsheet.js").VoidSheet} range
   */
  isInHand(range) {
    const [hand, count] = [this.number("sheet_count"), range.names.length];
    const isCounted = hand === count;
    if (isCounted && this.isProved(range)) return true;
    const values = { count: String(count), hand: String(hand) };
    const key = isCounted ? "sheet_card" : Number.isNaN(hand) ? "sheet_uncounted" : "sheet_differs";
    this.list.fault(filled(this.list.say(key), values));
    this.ref(isCounted ? "code" : "sheet_count").focus();
    return false;
  }

  /**
   * @private
   * @param {import("./voidsheet.js").VoidSheet | null} range
   */
  isProved(range) {
    return range !== null && range.names.indexOf(this.proof) >= 0;
  }

  /**
   * Ask for a card of the range, or say that one was scanned.
   * @private
   */
  tellCard() {
    const key = this.isProved(this.chosen()) ? "sheet_proved" : "sheet_card";
    this.ref("sheet_card").textContent = this.list.say(key);
  }

  /**
   * Name serials of which something is to be said.
   * @private
   * @param {string} key
   * @param {import("./voidsheet.js").VoidSheet} sheet
   * @param {(name: string) => boolean} isMeant
   */
  told(key, { first, names }, isMeant) {
    const meant = names.map((name, place) => (isMeant(name) ? first + place : 0)).filter((one) => one > 0);
    return meant.length === 0 ? "" : filled(this.list.say(key), { serials: inRuns(meant) });
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
