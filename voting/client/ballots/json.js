/**
 * JSON read byte by byte, with every rule on what is wrong first; below canonical.js.
 *
 * `JSON.parse` would do for sound records. This reader is here for forged ones: whole numbers of any
 * size stay exact, a field written twice is seen, and what is wrong is told from what comes first in
 * the bytes, so that two verifiers give the same reason.
 */

import { refused } from "./errors.js";

const MOST_DIGITS = 4300; // of a whole number; Python reads no more either
const DEEPEST = 900; // nested values that are passed over
const FOUR = /^[0-9a-fA-F]{4}$/;
const SIMPLE = new Map([..."\"\\/bfnrt"].map((letter, at) => [letter, "\"\\/\b\f\n\r\t"[at]]));

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const LAX = new TextDecoder("utf-8", { ignoreBOM: true });

/** @param {number | undefined} byte */
function isDigit(byte) {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** A place in bytes that are being read. */
export class Cursor {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
    /** @type {(string | number)[]} */
    this.steps = []; // from the root to what is being read
    /** @private @type {(string | Uint8Array)[]} */
    this.named = [];
  }

  /** What is wrong with the form itself. */
  syntax() {
    return refused("malformed", "not valid JSON");
  }

  /** What is JSON, but not what is wanted here. */
  invalid() {
    const steps = this.steps.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`));
    return refused("malformed", `$${steps.join("")}`);
  }

  /** Return the next byte that is no white space. */
  peek() {
    const { bytes } = this;
    while (this.at < bytes.length) {
      const byte = bytes[this.at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
      this.at += 1;
    }
    throw this.syntax();
  }

  /** @param {string} letter */
  isNext(letter) {
    return this.peek() === letter.charCodeAt(0);
  }

  /** @param {string} letter */
  take(letter) {
    if (!this.isNext(letter)) throw this.syntax();
    this.at += 1;
  }

  /** @param {string} word null, true or false */
  literal(word) {
    for (const letter of word) {
      if (this.bytes[this.at] !== letter.charCodeAt(0)) throw this.syntax();
      this.at += 1;
    }
  }

  /** Pass any number; tell whether it is a whole one. */
  number() {
    if (this.bytes[this.at] === MINUS) this.at += 1;
    if (!isDigit(this.bytes[this.at])) throw this.syntax();
    if (this.bytes[this.at] === 0x30 && isDigit(this.bytes[this.at + 1])) throw this.syntax();
    this.digits();
    let isWhole = true;
    if (this.bytes[this.at] === 0x2e) {
      this.at += 1;
      this.digits();
      isWhole = false;
    }
    if (this.bytes[this.at] === 0x65 || this.bytes[this.at] === 0x45) {
      this.at += 1;
      if (this.bytes[this.at] === 0x2b || this.bytes[this.at] === MINUS) this.at += 1;
      this.digits();
      isWhole = false;
    }
    return isWhole;
  }

  /** @private */
  digits() {
    if (!isDigit(this.bytes[this.at])) throw this.syntax();
    while (isDigit(this.bytes[this.at])) this.at += 1;
  }

  /** Read a whole number of any size. */
  integer() {
    const byte = this.peek();
    if (byte !== MINUS && !isDigit(byte)) throw this.mismatch();
    const start = this.at;
    if (!this.number() || this.at - start - Number(byte === MINUS) > MOST_DIGITS) {
      throw this.invalid();
    }
    return BigInt(String.fromCharCode(...this.bytes.subarray(start, this.at)));
  }

  /** Return why a value of another type cannot stand here. */
  mismatch() {
    const byte = this.peek();
    if (byte === 0x6e) this.literal("null");
    else if (byte === 0x74) this.literal("true");
    else if (byte === 0x66) this.literal("false");
    else if (byte === MINUS || isDigit(byte)) this.number();
    else if (byte !== QUOTE && byte !== 0x5b && byte !== 0x7b) return this.syntax();
    return this.invalid();
  }

  /** Read a text. */
  text() {
    if (this.peek() !== QUOTE) throw this.mismatch();
    return this.decoded(this.passString(), STRICT);
  }

  /** Read the name of a field; bytes that are no UTF-8 give a name that is none of ours. */
  name() {
    if (this.peek() !== QUOTE) throw this.syntax();
    this.named = this.passString();
    return this.decoded(this.named, LAX);
  }

  /** Return why a field cannot stand here. */
  unknown() {
    this.decoded(this.named, STRICT);
    return refused("malformed", "unknown field");
  }

  /**
   * @private
   * @param {(string | Uint8Array)[]} pieces
   * @param {TextDecoder} decoder
   */
  decoded(pieces, decoder) {
    try {
      return pieces.map((one) => (typeof one === "string" ? one : decoder.decode(one))).join("");
    } catch (error) {
      throw this.syntax();
    }
  }

  /**
   * Pass a string, and return its pieces: bytes, and what was escaped.
   * @private
   * @returns {(string | Uint8Array)[]}
   */
  passString() {
    const { bytes } = this;
    const pieces = [];
    let start = this.at + 1;
    let at = start;
    for (;;) {
      const byte = bytes[at];
      if (byte === QUOTE) break;
      if (byte === undefined || byte < 0x20) throw this.syntax();
      if (byte !== BACKSLASH) {
        at += 1;
        continue;
      }
      const [letter, length] = this.escape(at + 1);
      pieces.push(bytes.subarray(start, at), letter);
      at += 1 + length;
      start = at;
    }
    this.at = at + 1;
    pieces.push(bytes.subarray(start, at));
    return pieces;
  }

  /**
   * @private
   * @param {number} at after the backslash
   * @returns {[string, number]} what it stands for, and how many bytes it takes
   */
  escape(at) {
    const letter = String.fromCharCode(this.bytes[at]);
    const simple = SIMPLE.get(letter);
    if (simple !== undefined) return [simple, 1];
    if (letter !== "u") throw this.syntax();
    const first = this.four(at + 1);
    if (first < 0xd800 || first > 0xdfff) return [String.fromCharCode(first), 5];
    if (first > 0xdbff || this.bytes[at + 5] !== BACKSLASH || this.bytes[at + 6] !== 0x75) {
      throw this.syntax();
    }
    const second = this.four(at + 7);
    if (second < 0xdc00 || second > 0xdfff) throw this.syntax();
    return [String.fromCharCode(first, second), 11];
  }

  /**
   * @private
   * @param {number} at
   */
  four(at) {
    const digits = String.fromCharCode(...this.bytes.subarray(at, at + 4));
    if (!FOUR.test(digits)) throw this.syntax();
    return parseInt(digits, 16);
  }

  /**
   * Go through the items of a list.
   * @param {(index: number) => void} item reads one
   */
  items(item) {
    if (!this.isNext("[")) throw this.mismatch();
    this.at += 1;
    if (this.isNext("]")) {
      this.at += 1;
      return;
    }
    for (let index = 0; ; index += 1) {
      item(index);
      if (this.isNext("]")) break;
      this.take(",");
      if (this.isNext("]")) throw this.syntax();
    }
    this.at += 1;
  }

  /**
   * Go through the fields of an object.
   * @param {(name: string) => void} field reads the value
   */
  fields(field) {
    if (!this.isNext("{")) throw this.mismatch();
    this.at += 1;
    if (this.isNext("}")) {
      this.at += 1;
      return;
    }
    for (;;) {
      const name = this.name();
      this.take(":");
      field(name);
      if (this.isNext("}")) break;
      this.take(",");
    }
    this.at += 1;
  }

  /**
   * Pass over a value of any kind.
   * @param {number} [depth]
   */
  skip(depth = 0) {
    if (depth > DEEPEST) throw this.syntax();
    const byte = this.peek();
    if (byte === QUOTE) this.passString();
    else if (byte === 0x5b) this.items(() => this.skip(depth + 1));
    else if (byte === 0x7b) this.fields(() => this.skip(depth + 1));
    else this.mismatch();
  }

  /** Refuse anything but white space behind the value. */
  end() {
    const { bytes } = this;
    for (; this.at < bytes.length; this.at += 1) {
      if (![0x20, 0x0a, 0x0d, 0x09].includes(bytes[this.at])) throw this.syntax();
    }
  }
}
