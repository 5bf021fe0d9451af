/**
 * The few functions that `group.js`, `hashing.js` and `ed25519.js` stand on: libsodium's, by name.
 *
 * The library is the core (native/browser: curve25519-dalek as WebAssembly), which answers to the
 * same names, or libsodium itself as JavaScript where a browser forbids WebAssembly
 * (scripts/build_sodium.mjs). Arguments are copied into its memory and overwritten after each call.
 */

/**
 * @typedef {object} Exports what both have; 0 means success
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

/**
 * @typedef {object} Core what the core alone has (native/browser/src); 0 means success
 * @property {() => number} tinnhiem_arguments
 * @property {() => number} tinnhiem_stack the bytes of its stack, which lies at 0
 * @property {(point: number) => number} tinnhiem_vartime_use_key
 * @property {(out: number, r: number) => number} tinnhiem_seal
 * @property {(out: number, a: number, b: number) => number} tinnhiem_commit
 * @property {(length: number) => number} tinnhiem_vartime_room
 * @property {(points: number, sizes: number) => number} tinnhiem_vartime_sums
 * @property {(points: number, triples: number) => number} tinnhiem_vartime_commitments
 */

// Where libsodium's arguments lie: above its data and stack, which the build checks. The core says.
let OUT = 1 << 20;
let LEFT = OUT + 128;
let RIGHT = LEFT + 64;
let STATE = RIGHT + 64;
let PART = STATE + 256;
const PART_BYTES = 1 << 14;
// Where the core's stack begins to grow down, and twice what its functions for secrets need of it.
let stack = 0;
let stackOfSecrets = 0;

/** @type {Exports & Partial<Core> | null} */
let library = null;
/** @type {Exports & Core | null} */
let core = null;
let memory = new Uint8Array(0);
/** The key whose tables the core has. @type {Uint8Array | null} */
let keyInUse = null;

/** How many multiplications there were, by the generator and by other points (for tests). */
export const counted = { base: 0, other: 0 };

/**
 * Start the library, once; whatever needs it throws before.
 * @param {Uint8Array | Exports} source a WebAssembly module, or the exports of libsodium as script
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

/** @param {Exports & Partial<Core>} exports */
function useSodium(exports) {
  library = exports;
  core = exports.tinnhiem_arguments === undefined ? null : /** @type {Exports & Core} */ (exports);
  if (core !== null) {
    OUT = core.tinnhiem_arguments();
    [stack, stackOfSecrets] = [core.tinnhiem_stack(), 1 << 14];
    [LEFT, RIGHT, STATE, PART] = [OUT + 128, OUT + 192, OUT + 256, OUT + 512];
  }
  memory = new Uint8Array(exports.memory.buffer);
}

/** @returns {Exports} */
function started() {
  if (library === null) throw new Error("libsodium has not been started");
  return library;
}

/**
 * Copy the result out and overwrite everything that was copied in, and what the core left of it.
 * @param {number} [length]
 */
function taken(length = 32) {
  const result = memory.slice(OUT, OUT + length);
  memory.fill(0, OUT, STATE);
  memory.fill(0, stack - stackOfSecrets, stack);
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

/**
 * Give a public key its tables, unless it has them; false without the core, or if it is no key.
 * @param {Uint8Array} key
 */
function useKey(key) {
  if (core === null) return false;
  if (keyInUse !== null && keyInUse.every((byte, place) => byte === key[place])) return true;
  memory.set(key, LEFT);
  const isUsed = core.tinnhiem_vartime_use_key(LEFT) === 0;
  memory = new Uint8Array(core.memory.buffer); // which may have grown
  keyInUse = isUsed ? key.slice() : null;
  return isUsed;
}

/**
 * Return rG, rY and rY + G in constant time, or null without the core or with a Y that is no key.
 * @param {Uint8Array} key Y
 * @param {Uint8Array} r
 */
export function sealWithKey(key, r) {
  if (core === null || !useKey(key)) return null;
  counted.base += 1;
  counted.other += 1;
  memory.set(r, LEFT);
  core.tinnhiem_seal(OUT, LEFT);
  return threeTaken();
}

/**
 * Return aG, aY and aY + bG in constant time, or null without the core or with a Y that is no key.
 * @param {Uint8Array} key Y
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
export function commitWithKey(key, a, b) {
  if (core === null || !useKey(key)) return null;
  counted.base += 2;
  counted.other += 1;
  memory.set(a, LEFT);
  memory.set(b, RIGHT);
  core.tinnhiem_commit(OUT, LEFT, RIGHT);
  return threeTaken();
}

function threeTaken() {
  const all = taken(96);
  const three = [all.slice(0, 32), all.slice(32, 64), all.slice(64)]; // each lives as it is used
  all.fill(0);
  return three;
}

/**
 * Let the core compute with many public values; null without the core, or when it refuses.
 * @param {Uint8Array | null} key whose tables are needed
 * @param {Uint8Array[]} parts what it is given, one part after the other
 * @param {(core: Core) => number} work gives the length of the result
 * @returns {Uint8Array | null}
 */
export function vartimeInRoom(key, parts, work) {
  if (core === null || (key !== null && !useKey(key))) return null;
  let place = core.tinnhiem_vartime_room(parts.reduce((sum, part) => sum + part.length, 0));
  memory = new Uint8Array(core.memory.buffer);
  for (const part of parts) {
    memory.set(part, place);
    place += part.length;
  }
  const length = work(core);
  memory = new Uint8Array(core.memory.buffer);
  if (length < 0) return null;
  const start = core.tinnhiem_vartime_room(0);
  return memory.slice(start, start + length);
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

/** Overwrite what earlier calls may have left on the library's stack. */
export function scrubSodium() {
  if (core !== null) {
    memory.fill(0, 0, stack);
    return;
  }
  // libsodium's is overwritten by calls with public values.
  const one = new Uint8Array(32);
  one[0] = 2;
  const point = multiplyBase(one);
  if (point !== null) multiplyPoint(one, point);
  hashSha256(one);
  multiplyScalars(one, one);
}
