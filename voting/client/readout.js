/** A fingerprint as eight syllables that are read out and compared; twin of voting/readout.py. */

const BEGINNINGS = "b h l m n r s t v x ch kh nh ph th tr".split(" ");
const ENDINGS = "a ai am an ang anh ao at au ay ien ieu inh oi ong uy".split(" ");
const SYLLABLES = 8;

/**
 * Return the first eight bytes of a fingerprint as eight syllables.
 * @param {string} fingerprint SHA-256 in base64 without padding
 */
export function readOut(fingerprint) {
  const bytes = Array.from(atob(fingerprint), (letter) => letter.charCodeAt(0));
  const first = bytes.slice(0, SYLLABLES);
  return first.map((byte) => BEGINNINGS[byte >> 4] + ENDINGS[byte & 15]).join(" ");
}
