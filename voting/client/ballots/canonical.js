/**
 * Canonical JSON for the verifier (spec 4.1): what is read must be what we would write; twin of
 * ballots/canonical.py. A `Kind` describes a structure: how it is read, how it is written.
 */

import { utf8 } from "../hashing.js";
import { refused } from "./errors.js";
import { Cursor } from "./json.js";

export const MEBIBYTE = 1 << 20;
const LAX = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * @template T
 * @typedef {object} Kind
 * @property {(cursor: Cursor) => T} read
 * @property {(value: T) => string} write
 */

/**
 * @template T
 * @typedef {T extends Kind<infer U> ? U : never} ValueOf
 */

/** @type {Kind<string>} */
export const text = { read: (cursor) => cursor.text(), write: (value) => JSON.stringify(value) };

/** @type {Kind<bigint>} */
export const integer = { read: (cursor) => cursor.integer(), write: (value) => value.toString() };

/** @type {Kind<boolean>} */
export const boolean = {
  read(cursor) {
    const byte = cursor.peek();
    if (byte !== 0x74 && byte !== 0x66) throw cursor.mismatch();
    cursor.literal(byte === 0x74 ? "true" : "false");
    return byte === 0x74;
  },
  write: String,
};

/** The bytes of one value of any kind, as they stand. @type {Kind<Uint8Array>} */
export const raw = {
  read(cursor) {
    cursor.peek();
    const start = cursor.at;
    cursor.skip();
    return cursor.bytes.subarray(start, cursor.at);
  },
  write: (value) => LAX.decode(value),
};

/**
 * A text of a certain form.
 * @param {RegExp} form
 * @returns {Kind<string>}
 */
export function matching(form) {
  return {
    read(cursor) {
      const value = cursor.text();
      if (!form.test(value)) throw cursor.invalid();
      return value;
    },
    write: text.write,
  };
}

/**
 * A whole number between two bounds.
 * @param {number} least
 * @param {number} most a safe integer
 * @returns {Kind<number>}
 */
export function whole(least, most) {
  return {
    read(cursor) {
      const value = cursor.integer();
      if (value < BigInt(least) || value > BigInt(most)) throw cursor.invalid();
      return Number(value);
    },
    write: String,
  };
}

/**
 * A text or list that is not empty and not too long; of texts, code points count.
 * @template {string | unknown[]} T
 * @param {Kind<T>} kind
 * @param {number} most
 * @returns {Kind<T>}
 */
export function sized(kind, most) {
  return {
    read(cursor) {
      const value = kind.read(cursor);
      const { length } = [...value];
      if (length < 1 || length > most) throw cursor.invalid();
      return value;
    },
    write: kind.write,
  };
}

/**
 * @template T
 * @param {Kind<T>} kind
 * @returns {Kind<T[]>}
 */
export function list(kind) {
  return {
    read(cursor) {
      /** @type {T[]} */
      const found = [];
      cursor.items((index) => {
        cursor.steps.push(index);
        found.push(kind.read(cursor));
        cursor.steps.pop();
      });
      return found;
    },
    write: (values) => `[${values.map((value) => kind.write(value)).join()}]`,
  };
}

/**
 * Exactly two items.
 * @template A, B
 * @param {Kind<A>} first
 * @param {Kind<B>} second
 * @returns {Kind<[A, B]>}
 */
export function pair(first, second) {
  return {
    read(cursor) {
      /** @type {any[]} */
      const found = [];
      cursor.items((index) => {
        if (index > 1) throw cursor.invalid();
        cursor.steps.push(index);
        found.push((index ? second : first).read(cursor));
        cursor.steps.pop();
      });
      if (found.length !== 2) throw cursor.invalid();
      return /** @type {[A, B]} */ (found);
    },
    write: ([a, b]) => `[${first.write(a)},${second.write(b)}]`,
  };
}

/**
 * A field that may be missing.
 * @template T
 * @param {Kind<T>} kind
 * @returns {Kind<T | undefined>}
 */
export function optional(kind) {
  return {
    read(cursor) {
      if (!cursor.isNext("n")) return kind.read(cursor);
      cursor.literal("null");
      return undefined;
    },
    write: (value) => (value === undefined ? "" : kind.write(value)),
  };
}

/**
 * A structure; fields are written in the order given here.
 * @template {Record<string, Kind<any>>} F
 * @param {F} kinds
 * @param {object} [options]
 * @param {(keyof F)[]} [options.missing] fields that need not be there
 * @param {boolean} [options.lax] pass over unknown fields instead of refusing them
 * @returns {Kind<{ [K in keyof F]: ValueOf<F[K]> }>}
 */
export function struct(kinds, { missing = [], lax = false } = {}) {
  const known = new Map(Object.entries(kinds));
  const needed = [...known.keys()].filter((name) => !missing.includes(name));
  return {
    read(cursor) {
      /** @type {any} */
      const found = {};
      cursor.fields((name) => {
        const kind = known.get(name);
        if (kind !== undefined) {
          cursor.steps.push(name);
          found[name] = kind.read(cursor);
          cursor.steps.pop();
        } else if (lax) {
          cursor.skip();
        } else {
          throw cursor.unknown();
        }
      });
      if (!needed.every((name) => name in found)) throw cursor.invalid();
      return found;
    },
    write(value) {
      const parts = [];
      for (const [name, kind] of known) {
        const written = kind.write(value[name]);
        if (written !== "") parts.push(`"${name}":${written}`);
      }
      return `{${parts.join()}}`;
    },
  };
}

/**
 * One of several structures; a field says which, wherever it stands.
 * @template {Record<string, Kind<any>>} F
 * @param {string} tag name of that field
 * @param {F} kinds by what the field says
 * @returns {Kind<ValueOf<F[keyof F]>>}
 */
export function union(tag, kinds) {
  const names = matching(new RegExp(`^(${Object.keys(kinds).join("|")})$`));
  return {
    read(cursor) {
      cursor.peek();
      const start = cursor.at;
      const kind = kinds[tagIn(cursor, tag, names)];
      cursor.at = start;
      return kind.read(cursor);
    },
    write: (value) => kinds[value[tag]].write(value),
  };
}

/**
 * Pass over fields until the tag, and read it.
 * @param {Cursor} cursor
 * @param {string} tag
 * @param {Kind<string>} names
 */
function tagIn(cursor, tag, names) {
  if (!cursor.isNext("{")) throw cursor.mismatch();
  cursor.at += 1;
  for (let isFirst = true; !cursor.isNext("}"); isFirst = false) {
    if (!isFirst) cursor.take(",");
    const name = cursor.name();
    cursor.take(":");
    if (name === tag) {
      cursor.steps.push(tag);
      const found = names.read(cursor);
      cursor.steps.pop();
      return found;
    }
    cursor.skip();
  }
  throw cursor.invalid();
}

/**
 * Encode a message as canonical JSON bytes.
 * @template T
 * @param {Kind<T>} kind
 * @param {T} value
 */
export function encode(kind, value) {
  return utf8(kind.write(value));
}

/**
 * Read JSON that need not be canonical.
 * @template T
 * @param {Uint8Array} data
 * @param {Kind<T>} kind
 * @throws {BallotsError} malformed
 */
export function parse(data, kind) {
  const cursor = new Cursor(data);
  const value = kind.read(cursor);
  cursor.end();
  return value;
}

/**
 * Decode canonical JSON bytes into a message of the given kind.
 * @template T
 * @param {Uint8Array} data
 * @param {Kind<T>} kind
 * @param {number} [limit] size cap in bytes, tested before anything is read
 * @throws {BallotsError} too_large, malformed, not_canonical
 */
export function decode(data, kind, limit = MEBIBYTE) {
  if (data.length > limit) throw refused("too_large", `${data.length} > ${limit} bytes`);
  const value = parse(data, kind);
  if (kind.write(value) !== LAX.decode(data)) { // only raw values may hold what is no UTF-8
    throw refused("not_canonical", "re-encoding gives other bytes");
  }
  return value;
}
