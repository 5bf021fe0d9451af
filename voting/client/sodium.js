/**
 * libsodium: the few functions that `group.js`, `hashing.js` and `ed25519.js` stand on.
 *
 * The library is WebAssembly, or the same code as JavaScript where a browser forbids WebAssembly
 * (scripts/build_sodium.mjs). Arguments are copied into its memory and overwritten after each call.
 */

/**
 * @typedef {object} Exports what scripts/build_sodium.mjs leaves of libsodium; 0 means success
 * @property {{ buffer: ArrayBuffer }} memory
 * @property {(out: number, a: number, b: number) => number} crypto_core_ed25519_add
 * @property {(out: number, a: number, b: number) => number} crypto_core_ed25519_sub
 * @property {(point: number) => number} crypto_core_ed25519_is_valid_point 1 means valid
 * @property {(out: number, a: number, b: number) => void} crypto_core_ed25519_scalar_add
 * @property {(out: number, a: number, b: number) => void} crypto_core_ed25519_scalar_mul
 * @property {(out: number, a: number, b: number) => void} crypto_core_ed25519_scalar_sub
 * @property {(out: number, wide: number) => void} crypto_core_ed25519_scalar_reduce
 * @property {(out: number, scalar: number) => number} crypto_scalarmult_ed25519_base_noclamp
 * @property {(out: number, scalar: number, point: number) => number} crypto_scalarmult_ed25519_noclamp
 * @property {(state: number) => number} crypto_hash_sha256_init
 * @property {(state: number, part: number, low: number, high: number) => number} crypto_hash_sha256_update
 * @property {(state: number, out: number) => number} crypto_hash_sha256_final
 * @property {(state: number) => number} crypto_hash_sha512_init
 * @property {(state: number, part: number, low: number, high: number) => number} crypto_hash_sha512_update
 * @property {(state: number, out: number) => number} crypto_hash_sha512_final
 */

// Where arguments lie: above libsodium's data and stack, which the build checks.
const OUT = 1 << 20;
const LEFT = OUT + 64;
const RIGHT = LEFT + 64;
const STATE = RIGHT + 64;
const PART = STATE + 256;
const PART_BYTES = 1 << 14;

/** @type {Exports | null} */
let library = null;
let memory = new Uint8Array(0);

/** How many multiplications there were, by the generator and by other points (for tests). */
export const counted = { base: 0, other: 0 };

/**
 * Start the library, once; whatever needs it throws before.
 * @param {Uint8Array | Exports} source the WebAssembly module, or the exports of its twin
 */
export async function startSodium(source) {
  if (library !== null) return;
  if (source instanceof Uint8Array) {
    const module = await WebAssembly.compile(/** @type {BufferSource} */ (source));
    const { exports } = await WebAssembly.instantiate(module, {});
    useSodium(/** @type {Exports} */ (/** @type {unknown} */ (exports)));
  } else {
    useSodium(source);
  }
}

/** @param {Exports} exports */
function useSodium(exports) {
  library = exports;
  memory = new Uint8Array(exports.memory.buffer);
}

/** @returns {Exports} */
function started() {
  if (library === null) throw new Error("libsodium has not been started");
  return library;
}

/**
 * Copy the result out and overwrite everything that was copied in.
 * @param {number} [length]
 */
function taken(length = 32) {
  const result = memory.slice(OUT, OUT + length);
  memory.fill(0, OUT, STATE);
  return result;
}

/**
 * Return a + b, or null if a or b is no point of the curve.
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
export function addPoints(a, b) {
  memory.set(a, LEFT);
  memory.set(b, RIGHT);
  const failed = started().crypto_core_ed25519_add(OUT, LEFT, RIGHT) !== 0;
  const result = taken();
  return failed ? null : result;
}

/**
 * Return a − b, or null if a or b is no point of the curve.
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
export function subtractPoints(a, b) {
  memory.set(a, LEFT);
  memory.set(b, RIGHT);
  const failed = started().crypto_core_ed25519_sub(OUT, LEFT, RIGHT) !== 0;
  const result = taken();
  return failed ? null : result;
}

/**
 * Tell whether a point is canonical, on the curve, of prime order, and not the identity.
 * @param {Uint8Array} point
 */
export function isValidPoint(point) {
  memory.set(point, LEFT);
  return started().crypto_core_ed25519_is_valid_point(LEFT) === 1;
}

/**
 * Return scalar × generator in constant time, or null if the scalar is zero.
 * @param {Uint8Array} scalar
 */
export function multiplyBase(scalar) {
  counted.base += 1;
  memory.set(scalar, LEFT);
  const failed = started().crypto_scalarmult_ed25519_base_noclamp(OUT, LEFT) !== 0;
  const result = taken();
  return failed ? null : result;
}

/**
 * Return scalar × point in constant time, or null if the scalar is zero or the point not valid.
 * @param {Uint8Array} scalar
 * @param {Uint8Array} point
 */
export function multiplyPoint(scalar, point) {
  counted.other += 1;
  memory.set(scalar, LEFT);
  memory.set(point, RIGHT);
  const failed = started().crypto_scalarmult_ed25519_noclamp(OUT, LEFT, RIGHT) !== 0;
  const result = taken();
  return failed ? null : result;
}

/** @typedef {"crypto_core_ed25519_scalar_add" | "crypto_core_ed25519_scalar_mul" | "crypto_core_ed25519_scalar_sub"} ScalarOperation */

/**
 * @param {ScalarOperation} name
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
function onScalars(name, a, b) {
  memory.set(a, LEFT);
  memory.set(b, RIGHT);
  started()[name](OUT, LEFT, RIGHT);
  return taken();
}

/**
 * Return a + b modulo q.
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
export function addScalars(a, b) {
  return onScalars("crypto_core_ed25519_scalar_add", a, b);
}

/**
 * Return a − b modulo q.
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
export function subtractScalars(a, b) {
  return onScalars("crypto_core_ed25519_scalar_sub", a, b);
}

/**
 * Return a × b modulo q.
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
export function multiplyScalars(a, b) {
  return onScalars("crypto_core_ed25519_scalar_mul", a, b);
}

/**
 * Return up to 64 little-endian bytes modulo q.
 * @param {Uint8Array} wide
 */
export function reduceScalar(wide) {
  memory.set(wide, LEFT); // LEFT has room for 64, and is zero beyond what is set
  started().crypto_core_ed25519_scalar_reduce(OUT, LEFT);
  return taken();
}

/**
 * Return SHA-256 of some parts, one after the other.
 * @param {Uint8Array[]} parts
 */
export function hashSha256(...parts) {
  const sodium = started();
  sodium.crypto_hash_sha256_init(STATE);
  feed(sodium.crypto_hash_sha256_update, parts);
  sodium.crypto_hash_sha256_final(STATE, OUT);
  memory.fill(0, STATE, PART);
  return taken();
}

/**
 * Return SHA-512 of some parts, one after the other.
 * @param {Uint8Array[]} parts
 */
export function hashSha512(...parts) {
  const sodium = started();
  sodium.crypto_hash_sha512_init(STATE);
  feed(sodium.crypto_hash_sha512_update, parts);
  sodium.crypto_hash_sha512_final(STATE, OUT);
  memory.fill(0, STATE, PART);
  return taken(64);
}

/**
 * Copy parts in, piece by piece, overwriting each after its turn.
 * @param {Exports["crypto_hash_sha256_update"]} update
 * @param {Uint8Array[]} parts
 */
function feed(update, parts) {
  for (const part of parts) {
    for (let start = 0; start < part.length; start += PART_BYTES) {
      const piece = part.subarray(start, start + PART_BYTES);
      memory.set(piece, PART);
      update(STATE, PART, piece.length, 0);
      memory.fill(0, PART, PART + piece.length);
    }
  }
}

/** Overwrite what earlier calls may have left on libsodium's stack, with public values. */
export function scrubSodium() {
  const one = new Uint8Array(32);
  one[0] = 2;
  const point = multiplyBase(one);
  if (point !== null) multiplyPoint(one, point);
  hashSha256(one);
  multiplyScalars(one, one);
}
