/** What a scanner read at the kiosk: a card of this conference, or something else. */

import { parseCredential } from "./credentials.js";
import { BallotsError } from "./errors.js";

const ADDRESS = /\/c\/([1-9A-HJ-NP-Za-km-z]{14,64})\/vote#(.+)$/;
const ACCENTED = /[^\x00-\x7f]/;
const SPOILT = "\ufffd";
const LONGEST_PAUSE_MS = 3000; // a scanner types without pauses; whoever wanders off did not mean it
const LONGEST = 500;

/** @typedef {"not_a_card" | "other_conference" | "keyboard"} Fault */

/**
 * Read what a camera or a scanner that types has read.
 * @param {string} text the address of a card, or a credential alone
 * @param {string} uuid of this conference
 * @param {string} [sitting] to which it belongs: the same cards are good for all its votes
 * @returns {{ credential: string, fault: null } | { credential: null, fault: Fault }}
 */
export function readScanned(text, uuid, sitting) {
  // An input method that makes Vietnamese letters of what a scanner types spoils every code.
  if (ACCENTED.test(text)) return { credential: null, fault: "keyboard" };
  const parts = ADDRESS.exec(text.trim());
  if (parts !== null && parts[1] !== uuid && parts[1] !== sitting) return { credential: null, fault: "other_conference" };
  try {
    return { credential: parseCredential(parts === null ? text : parts[2]), fault: null };
  } catch (error) {
    if (!(error instanceof BallotsError)) throw error;
    return { credential: null, fault: "not_a_card" };
  }
}

/**
 * Collect the keys of a scanner that types, until Enter.
 *
 * Nothing is shown of them, and no field of a form ever holds them.
 */
export class TypingScanner {
  /**
   * @param {(text: string) => void} onText
   * @param {() => number} now milliseconds
   */
  constructor(onText, now = Date.now) {
    /** @private */ this.onText = onText;
    /** @private */ this.now = now;
    /** @private */ this.text = "";
    /** @private */ this.last = 0;
  }

  /**
   * Take a key; true if it belongs to a scan and must do nothing else.
   * @param {{ key: string, ctrlKey?: boolean, altKey?: boolean, metaKey?: boolean }} event
   */
  take({ key, ctrlKey = false, altKey = false, metaKey = false }) {
    const now = this.now();
    if (now - this.last > LONGEST_PAUSE_MS) this.text = "";
    if (ctrlKey || altKey || metaKey) return false;
    if (key === "Enter") {
      const { text } = this;
      this.text = "";
      if (text === "") return false;
      this.onText(text);
      return true;
    }
    if (key === "Backspace") this.text = this.text.slice(0, -1);
    if (key === "Process") return this.add(SPOILT, now); // an input method holds the key back
    if (Array.from(key).length !== 1 || (key === " " && this.text === "")) return false;
    return this.add(key, now);
  }

  /**
   * @private
   * @param {string} key
   * @param {number} now
   */
  add(key, now) {
    this.last = now;
    this.text = (this.text + key).slice(-LONGEST);
    return true;
  }

  /** Forget what was typed. */
  forget() {
    this.text = "";
  }
}
