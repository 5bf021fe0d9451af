/**
 * Numbers below 2^256 between 32 little-endian bytes and decimal text.
 *
 * By hand, because browsers of 2019 have no BigInt. The work does not depend on the number, except
 * for the leading zeros that are cut off from a text that is about to be published anyway.
 */

const STEP = 1e4; // four digits at a time: 65535 × 10^4 fits into 32 bits
const STEPS = 20; // 80 digits; 2^256 has 78

/**
 * Write 32 little-endian bytes as a number in base 10.
 * @param {Uint8Array} bytes
 */
export function decimalText(bytes) {
  const limbs = new Uint16Array(16);
  for (let i = 0; i < 16; i += 1) limbs[i] = bytes[2 * i] | (bytes[2 * i + 1] << 8);
  let text = "";
  for (let step = 0; step < STEPS; step += 1) {
    let rest = 0;
    for (let i = 15; i >= 0; i -= 1) {
      const value = rest * 65536 + limbs[i];
      limbs[i] = Math.floor(value / STEP);
      rest = value % STEP;
    }
    text = String(rest + STEP).slice(1) + text;
  }
  return text.replace(/^0+(?=\d)/, "");
}

/**
 * Read a number in base 10 as 32 little-endian bytes.
 * @param {string} text at most 77 digits, so that it is below 2^256
 */
export function decimalBytes(text) {
  const limbs = new Uint16Array(16);
  for (const digit of text) {
    let carry = Number(digit);
    for (let i = 0; i < 16; i += 1) {
      const value = limbs[i] * 10 + carry;
      limbs[i] = value & 0xffff;
      carry = value >>> 16;
    }
  }
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 16; i += 1) {
    bytes[2 * i] = limbs[i] & 0xff;
    bytes[2 * i + 1] = limbs[i] >>> 8;
  }
  return bytes;
}
