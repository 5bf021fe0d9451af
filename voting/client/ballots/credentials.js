/** The list of public credentials (spec 4.8, 4.10); twin of ballots/credentials.py. */

import * as canonical from "./canonical.js";
import { detailing, refused } from "./errors.js";
import { parseElement } from "./group.js";

const MAX_CREDENTIALS = 200000;
const MAX_WEIGHT = 1000000;
const LIST = canonical.list(canonical.text);

/**
 * Read the list and test every entry; detail: the entry's number, from 1.
 * @param {Uint8Array} data
 * @param {import("./group.js").Group} group
 * @returns {Map<string, number>} public credential → weight
 * @throws {BallotsError} as `decode`; too_large, not_canonical, not_in_group,
 *   duplicate_credential, bad_weight
 */
export function parsePublicCredentials(data, group) {
  const entries = canonical.decode(data, LIST, 256 * canonical.MEBIBYTE);
  if (entries.length > MAX_CREDENTIALS) throw refused("too_large", `${entries.length} credentials`);
  const isWeighted = entries.some((entry) => entry.includes(","));
  const weights = new Map();
  entries.forEach((entry, index) => {
    const where = `entry ${index + 1}`;
    const comma = entry.indexOf(",");
    const text = comma < 0 ? entry : entry.slice(0, comma);
    detailing(() => parseElement(group, text), () => where);
    if (weights.has(text)) throw refused("duplicate_credential", where);
    const weight = comma < 0 ? "" : entry.slice(comma + 1);
    weights.set(text, isWeighted ? readWeight(weight, where) : 1);
  });
  return weights;
}

/**
 * @param {string} text
 * @param {string} where
 */
function readWeight(text, where) {
  if (!/^[1-9][0-9]{0,6}$/.test(text) || Number(text) > MAX_WEIGHT) {
    throw refused("bad_weight", where);
  }
  return Number(text);
}
