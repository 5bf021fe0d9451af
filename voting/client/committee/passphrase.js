/** Passphrases: six words of our list (66 bits) are proposed. */

const COUNT = 6;
const SIZE = 2048;

/**
 * Propose a passphrase. SECRET
 * @param {string} list the text of audit/words.txt
 */
export function proposed(list) {
  const words = list.trim().split("\n");
  if (words.length !== SIZE) throw new RangeError("not the list");
  const drawn = crypto.getRandomValues(new Uint16Array(COUNT));
  return Array.from(drawn, (number) => words[number % SIZE]).join(" "); // 65536 is 32 times 2048
}
