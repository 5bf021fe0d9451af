/** The tagged challenges of the specification, in any group; twin of ballots/hashing.py. */

import { sha256, utf8 } from "../hashing.js";
import { scalarFromHash } from "./group.js";

/** @typedef {import("./group.js").Group} Group */

export { base64, hex, sha256, sha256B64, sha256Hex, utf8 } from "../hashing.js";

/**
 * Hash `tag|part|part…` to a challenge modulo q.
 * @param {Group} group
 * @param {string[]} parts the tag first
 */
export function challenge(group, ...parts) {
  return scalarFromHash(group, sha256(utf8(parts.join("|"))));
}

/**
 * Join pairs of elements as `A0,B0,A1,B1` (the form inside the challenges).
 * @param {Group} group
 * @param {[any, any][]} pairs
 */
export function commaJoined(group, pairs) {
  return pairs.map(([first, second]) => `${group.text(first)},${group.text(second)}`).join();
}
