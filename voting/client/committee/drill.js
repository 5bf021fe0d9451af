/**
 * The rehearsal tally under the real key, which each member decrypts from the saved copy; twin of
 * ballots/drill.py. Everybody can compute it, randomness too, so that decrypting it tells nothing.
 */

import { challenge, utf8 } from "../ballots/hashing.js";
import { choiceCount } from "../ballots/questions.js";
import { TALLY } from "../ballots/tally.js";

const VOTES = 2n;

/**
 * Return the canonical bytes of the rehearsal tally: two marks at choice i mod n of question i.
 * @param {import("../ballots/election.js").Election} election
 */
export function makeDrillTally({ group, publicKey, questions, fingerprint }) {
  const rows = questions.map((question, i) => {
    const count = choiceCount(question);
    return Array.from({ length: count }, (_, j) => {
      const randomness = challenge(group, "drill", fingerprint, `${i},${j}`);
      const mark = group.powerG(j === i % count ? VOTES : 0n);
      const beta = group.multiply(mark, group.power(publicKey, randomness));
      return { alpha: group.text(group.powerG(randomness)), beta: group.text(beta) };
    });
  });
  return utf8(TALLY.write(rows));
}
