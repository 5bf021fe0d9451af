/**
 * What the committee counted by hand, against the log, and the notes about it; twin of
 * audit/books.py.
 */

/** @typedef {import("./entries.js").Entry} Entry */
/** @template {Entry["act"]} A @typedef {import("./entries.js").EntryOf<A>} EntryOf */

/**
 * A number that does not balance; index: of the entry that says it.
 * @typedef {{ what: "printed" | "issued" | "void", said: number, right: number, index: number }}
 *   Difference
 */

/** @type {("printed" | "issued" | "void")[]} */
const QUANTITIES = ["printed", "issued", "void"];

/**
 * Return where the last count by hand differs from the log; of earlier ones nothing.
 * @param {Entry[]} entries
 * @returns {Difference[]}
 */
export function countedByHand(entries) {
  const opened = entries.filter((entry) => entry.act === "opening").pop();
  const index = entries.map((entry) => entry.act).lastIndexOf("hand_count");
  const count = entries[index];
  if (opened === undefined || index < 0) return [];
  const right = /** @type {EntryOf<"opening">} */ (opened);
  const said = /** @type {EntryOf<"hand_count">} */ (count);
  return QUANTITIES.filter((what) => said[what] !== right[what]).map((what) => {
    return { what, said: said[what], right: right[what], index };
  });
}

/**
 * Return the differences that no later note is about.
 * @param {Difference[]} found
 * @param {Entry[]} entries
 */
export function unexplained(found, entries) {
  return found.filter(({ what, index }) => {
    return !entries
      .slice(index + 1)
      .some((entry) => entry.act === "note" && entry.about.includes(what));
  });
}
