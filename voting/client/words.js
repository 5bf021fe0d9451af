/**
 * A tracker as six Vietnamese words, for eyes and voices; twin of audit/words.py.
 *
 * The list is audit/words.txt, one for both; the build puts its text in the place of `built:words`,
 * so the bundle's page passes it in.
 */

const COUNT = 6;
const BITS = 11;
const TRACKER = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]$/;
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * Return the six words of a tracker, a space between them.
 * @param {string} tracker 43 characters of Base64
 * @param {string} list the text of audit/words.txt
 * @throws {RangeError} it is no tracker, or not the list
 */
export function wordsOf(tracker, list) {
  const words = list.trim().split("\n");
  if (!TRACKER.test(tracker) || words.length !== 1 << BITS) throw new RangeError("not a tracker");
  const digits = Array.from(tracker.slice(0, COUNT * 2), (letter) => DIGITS.indexOf(letter));
  const bits = digits.map((digit) => (digit + 64).toString(2).slice(1)).join("");
  return Array.from({ length: COUNT }, (_, index) => {
    return words[parseInt(bits.slice(index * BITS, (index + 1) * BITS), 2)];
  }).join(" ");
}
