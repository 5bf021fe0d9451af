/**
 * libsodium's crypto_pwhash (argon2id13) and XChaCha20-Poly1305-IETF: what seals a saved key.
 *
 * A module of its own (scripts/build_sodium.mjs) with memory of its own, which is asked for by the
 * megabyte, overwritten where it held a secret, and thrown away after each use.
 */

/**
 * @typedef {object} Exports numbers of 64 bits come as two of 32, the low one first; 0 means success
 * @property {WebAssembly.Memory} memory
 * @property {(size: number) => number} malloc
 * @property {(place: number) => void} free
 * @property {(out: number, outLow: number, outHigh: number, text: number, textLow: number,
 *   textHigh: number, salt: number, opsLow: number, opsHigh: number, memory: number,
 *   algorithm: number) => number} crypto_pwhash
 * @property {(out: number, outLength: number, plain: number, plainLow: number, plainHigh: number,
 *   ad: number, adLow: number, adHigh: number, none: number, nonce: number,
 *   key: number) => number} crypto_aead_xchacha20poly1305_ietf_encrypt
 * @property {(out: number, outLength: number, none: number, box: number, boxLow: number,
 *   boxHigh: number, ad: number, adLow: number, adHigh: number, nonce: number,
 *   key: number) => number} crypto_aead_xchacha20poly1305_ietf_decrypt
 */

const ARGON2ID13 = 2;
const KEY_BYTES = 32;
const PAGE = 65536;
export const SALT_BYTES = 16;
export const NONCE_BYTES = 24;
export const TAG_BYTES = 16;

/** This machine has not enough memory. */
export class OutOfMemory extends Error {}

/**
 * What was sealed, and with what.
 * @typedef {object} Sealing
 * @property {Uint8Array} passphrase UTF-8. SECRET
 * @property {Uint8Array} salt
 * @property {number} opslimit
 * @property {number} memlimit bytes
 * @property {Uint8Array} nonce
 * @property {Uint8Array} ad what is bound to it
 */

/** One use of the module. */
class Vault {
  /** @param {Exports} exports */
  constructor(exports) {
    /** @private */ this.exports = exports;
    /** @private @type {[number, number][]} */ this.used = [];
  }

  /**
   * Copy bytes in, and return where they are.
   * @param {Uint8Array} bytes
   */
  put(bytes) {
    const place = this.room(bytes.length);
    this.bytes(place, bytes.length).set(bytes);
    return place;
  }

  /** @param {number} length */
  room(length) {
    const place = this.exports.malloc(length + 1);
    if (place === 0) throw new OutOfMemory();
    this.used.push([place, length]);
    return place;
  }

  /**
   * @param {number} place
   * @param {number} length
   */
  bytes(place, length) {
    return new Uint8Array(this.exports.memory.buffer, place, length);
  }

  /**
   * Derive the key from the passphrase, and return where it is.
   * @param {Sealing} sealing
   */
  key({ passphrase, salt, opslimit, memlimit }) {
    const key = this.room(KEY_BYTES);
    const [text, grains] = [this.put(passphrase), this.put(salt)];
    const failed = this.exports.crypto_pwhash(
      ...[key, KEY_BYTES, 0, text, passphrase.length, 0, grains, opslimit, 0],
      memlimit,
      ARGON2ID13,
    );
    if (failed) throw new OutOfMemory();
    return key;
  }

  /** Overwrite everything that was copied in or computed. */
  wipe() {
    for (const [place, length] of this.used) this.bytes(place, length).fill(0);
    for (const [place] of this.used) this.exports.free(place);
  }
}

/**
 * Seal bytes under a passphrase.
 * @param {Uint8Array} wasm vault.wasm
 * @param {Uint8Array} plain SECRET
 * @param {Sealing} sealing
 * @throws {OutOfMemory}
 */
export function seal(wasm, plain, sealing) {
  return using(wasm, (vault, exports) => {
    const out = vault.room(plain.length + TAG_BYTES);
    exports.crypto_aead_xchacha20poly1305_ietf_encrypt(
      ...[out, 0, vault.put(plain), plain.length, 0],
      ...[vault.put(sealing.ad), sealing.ad.length, 0],
      ...[0, vault.put(sealing.nonce), vault.key(sealing)],
    );
    return vault.bytes(out, plain.length + TAG_BYTES).slice();
  });
}

/**
 * Open a box; null: the passphrase is another one, or something was altered. SECRET
 * @param {Uint8Array} wasm vault.wasm
 * @param {Uint8Array} box at least TAG_BYTES
 * @param {Sealing} sealing
 * @throws {OutOfMemory}
 */
export function open(wasm, box, sealing) {
  return using(wasm, (vault, exports) => {
    const out = vault.room(box.length);
    const failed = exports.crypto_aead_xchacha20poly1305_ietf_decrypt(
      ...[out, 0, 0, vault.put(box), box.length, 0],
      ...[vault.put(sealing.ad), sealing.ad.length, 0],
      ...[vault.put(sealing.nonce), vault.key(sealing)],
    );
    return failed ? null : vault.bytes(out, box.length - TAG_BYTES).slice();
  });
}

/**
 * @template T
 * @param {Uint8Array} wasm
 * @param {(vault: Vault, exports: Exports) => T} work
 * @returns {Promise<T>}
 */
async function using(wasm, work) {
  const module = await WebAssembly.compile(/** @type {BufferSource} */ (wasm));
  /** @type {Exports | null} */
  let exports = null;
  const stop = () => {
    throw new Error("libsodium stopped");
  };
  const grow = (/** @type {number} */ size) => {
    const { memory } = /** @type {Exports} */ (exports);
    try {
      memory.grow(Math.ceil(((size >>> 0) - memory.buffer.byteLength) / PAGE));
      return 1;
    } catch (error) {
      return 0;
    }
  };
  const random = () => crypto.getRandomValues(new Uint32Array(1))[0]; // it fills `out` beforehand
  const imports = { a: { a: stop, b: random, c: stop, d: grow } };
  const instance = await WebAssembly.instantiate(module, imports);
  exports = /** @type {Exports} */ (/** @type {unknown} */ (instance.exports));
  const vault = new Vault(exports);
  try {
    return work(vault, exports);
  } finally {
    vault.wipe();
  }
}
