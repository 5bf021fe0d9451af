/** Check 23: a record is an earlier copy of itself with more behind; twin of audit/checks/earlier.py. */

import { finding } from "../findings.js";
import { trackerOfDigest } from "./ballots.js";

/** @typedef {import("../archive.js").Member} Member */
/** @typedef {import("../record.js").Entry} Entry */
/** @typedef {import("../record.js").Record} Record */

/**
 * Check 23: nothing of an earlier copy was removed, changed or moved; entries are named.
 * @param {Record} record
 * @param {Record} earlier
 */
export function checkEarlier(record, earlier) {
  const moved = earlier.members.find((old, at) => !isSame(old, record.members[at]));
  if (moved === undefined) return [];
  if (!isSameElection(record, earlier)) return [finding("other_election")];
  const names = new Set(record.members.map((member) => member.name));
  const found = [];
  for (const old of earlier.entries) {
    const now = record.entries[old.index];
    if (!names.has(old.member.name)) found.push(entryFound("removed", earlier, old));
    else if (now === undefined || now.member.name !== old.member.name) {
      found.push(entryFound("changed", earlier, old));
    }
  }
  return found.length ? found : [finding("changed", { values: { name: moved.name } })];
}

/**
 * Place, name, size, time and hash of a member determine its bytes.
 * @param {Member} old
 * @param {Member | undefined} now
 */
function isSame(old, now) {
  return (
    now !== undefined &&
    old.name === now.name &&
    old.size === now.size &&
    old.mtime === now.mtime &&
    old.offset === now.offset &&
    old.digest === now.digest
  );
}

/**
 * Tell whether both have the same setup event.
 * @param {Record} record
 * @param {Record} earlier
 */
function isSameElection(record, earlier) {
  if (!record.entries.length || !earlier.entries.length) return !earlier.entries.length;
  return record.entries[0].member.name === earlier.entries[0].member.name;
}

/**
 * Make a finding of an entry of the earlier copy, with its tracker if it is a ballot.
 * @param {"removed" | "changed"} code
 * @param {Record} earlier
 * @param {Entry} entry
 */
function entryFound(code, earlier, { event, index, member }) {
  const payload = event !== null && event.type === "Ballot" ? earlier.data(event.payload) : null;
  const tracker = payload === null ? null : trackerOfDigest(payload.digest);
  return finding(code, { entry: index, tracker, values: { name: member.name } });
}
