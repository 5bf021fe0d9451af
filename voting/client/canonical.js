/**
 * The only encoder between bytes and objects: compact JSON, fields in the specified order; twin of
 * ballots/canonical.py.
 *
 * Spec 4.1. We accept only what we would write: decoding re-encodes and refuses any difference.
 * A `Kind` describes a structure; its `read` returns a fresh value with the fields in order.
 */

import { BallotsError } from "./errors.js";
import { utf8 } from "./hashing.js";

export const MEBIBYTE = 1 << 20;
const HALF_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/;

/**
 * @template T
 * @typedef {object} Kind
 * @property {(value: unknown, path: string) => T} read
 */

/**
 * @template T
 * @typedef {T extends Kind<infer U> ? U : never} ValueOf
 */

/** @param {string} where */
function malformed(where) {
  return new BallotsError("malformed", where);
}

/** @type {Kind<string>} */
export const text = {
  read(value, path) {
    if (typeof value !== "string") throw malformed(path);
    return value;
  },
};

/** @type {Kind<number>} */
export const integer = {
  read(value, path) {
    if (!Number.isSafeInteger(value)) throw malformed(path);
    return /** @type {number} */ (value);
  },
};

/** @type {Kind<boolean>} */
export const boolean = {
  read(value, path) {
    if (typeof value !== "boolean") throw malformed(path);
    return value;
  },
};

/**
 * @template T
 * @param {Kind<T>} kind
 * @returns {Kind<T[]>}
 */
export function list(kind) {
  return {
    read(value, path) {
      if (!Array.isArray(value)) throw malformed(path);
      return value.map((item, index) => kind.read(item, `${path}[${index}]`));
    },
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
    read(value, path) {
      return value === undefined || value === null ? undefined : kind.read(value, path);
    },
  };
}

/**
 * A structure; unknown fields are refused, fields are written in the order given here.
 * @template {Record<string, Kind<any>>} F
 * @param {F} fields
 * @returns {Kind<{ [K in keyof F]: ValueOf<F[K]> }>}
 */
export function struct(fields) {
  return {
    read(value, path) {
      if (typeof value !== "object" || value === null || Array.isArray(value)) {
        throw malformed(path);
      }
      const given = /** @type {Record<string, unknown>} */ (value);
      if (Object.keys(given).some((name) => !Object.keys(fields).includes(name))) {
        throw malformed("unknown field");
      }
      /** @type {any} */
      const found = {};
      for (const name of Object.keys(fields)) {
        const inner = given[name] === undefined ? path : `${path}.${name}`;
        const read = fields[name].read(given[name], inner);
        if (read !== undefined) found[name] = read;
      }
      return found;
    },
  };
}

/**
 * Write a message as canonical JSON text.
 * @template T
 * @param {Kind<T>} kind
 * @param {T} value
 * @throws {BallotsError} malformed: it is not of that kind, or holds half of a surrogate pair
 */
export function encodeText(kind, value) {
  const written = JSON.stringify(kind.read(value, "$"));
  if (HALF_SURROGATE.test(written) || /\\ud[89a-f]/.test(written)) {
    throw malformed("text that is not Unicode");
  }
  return written;
}

/**
 * Encode a message as canonical JSON bytes (UTF-8, no final newline).
 * @template T
 * @param {Kind<T>} kind
 * @param {T} value
 */
export function encode(kind, value) {
  return utf8(encodeText(kind, value));
}

/**
 * Decode canonical JSON bytes into a message of the given kind.
 * @template T
 * @param {Uint8Array} data
 * @param {Kind<T>} kind
 * @param {number} [limit] size cap in bytes, tested before anything is parsed
 * @throws {BallotsError} too_large, malformed, not_canonical
 */
export function decode(data, kind, limit = MEBIBYTE) {
  if (data.length > limit) throw new BallotsError("too_large", `${data.length} > ${limit} bytes`);
  let given;
  let parsed;
  try {
    given = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
    parsed = JSON.parse(given);
  } catch (error) {
    throw malformed("not valid JSON");
  }
  const value = kind.read(parsed, "$");
  if (encodeText(kind, value) !== given) {
    throw new BallotsError("not_canonical", "re-encoding gives other bytes");
  }
  return value;
}
