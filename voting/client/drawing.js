/**
 * Random scalars from one seed, so that a ballot that is opened can be made again from a QR code.
 *
 * Scalar number i of attempt a at row r (all from 0) is
 * SHA-256(tinnhiem_draw|<seed>|r|a|i|0) ‖ SHA-256(tinnhiem_draw|<seed>|r|a|i|1) mod q, the seed in
 * 64 hexadecimal digits: the rule by which the specification derives a credential's exponent.
 * A seed is 256 bits from the browser's generator and serves one ballot; no row and attempt is ever
 * used twice with one seed.
 */

import { scalarFromHash, wipe } from "./group.js";
import { hex, sha256, utf8 } from "./hashing.js";

export const SEED_BYTES = 32;

/** Draw a seed with the browser's secure generator. */
export function makeSeed() {
  return crypto.getRandomValues(new Uint8Array(SEED_BYTES));
}

/**
 * Return the source of scalars of one attempt at one row.
 * @param {Uint8Array} seed
 * @param {number} row from 0
 * @param {number} attempt from 0
 * @returns {import("./group.js").Draw}
 */
export function drawFrom(seed, row, attempt) {
  const prefix = `tinnhiem_draw|${hex(seed)}|${row}|${attempt}`;
  let count = 0;
  return () => {
    const wide = new Uint8Array(64);
    for (const half of [0, 1]) {
      const digest = sha256(utf8(`${prefix}|${count}|${half}`));
      wide.set(digest, 32 * half);
      wipe(digest);
    }
    count += 1;
    const scalar = scalarFromHash(wide);
    wipe(wide);
    return scalar;
  };
}
