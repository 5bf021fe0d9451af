/**
 * The entries of a conference's log: a closed list of acts, each one line of canonical JSON; twin
 * of audit/entries.py.
 */

import * as canonical from "../ballots/canonical.js";
import { PROOF } from "../ballots/proofs.js";
import { EVENT, hash } from "./record.js";

export const MAX_ENTRY = (1 << 16) - 1;
const MAX_TIME = 8 ** 11 - 1;

const count = canonical.whole(0, 1000000);
const number = canonical.whole(1, 1000);
const words = canonical.sized(canonical.text, 2000);
const quantity = canonical.matching(/^(printed|issued|void|cast|not_returned)$/);
const doer = canonical.optional(
  canonical.matching(/^(administrator|organizer|checkin|committee|chair)$/),
);
const uuid = canonical.matching(/^[1-9A-HJ-NP-Za-km-z]{14,64}$/);

/**
 * The field that says which act an entry is.
 * @template {string} A
 * @param {A} name
 * @returns {canonical.Kind<A>}
 */
function act(name) {
  return /** @type {any} */ (canonical.matching(new RegExp(`^${name}$`)));
}

const ENTRY = canonical.union("act", {
  definition: canonical.struct({
    act: act("definition"),
    version: canonical.whole(1, 1),
    uuid,
    definition: hash,
    election: hash,
    trustees: hash,
    policy: canonical.sized(canonical.text, 32768),
  }),
  cards: canonical.struct(
    {
      act: act("cards"),
      made_by: canonical.matching(/^(server|committee)$/),
      count: canonical.whole(1, 1000000),
      by: doer,
    },
    { missing: ["by"] },
  ),
  rehearsal: canonical.struct(
    { act: act("rehearsal"), trustees: canonical.sized(canonical.list(number), 1000), by: doer },
    { missing: ["by"] },
  ),
  opening: canonical.struct(
    {
      act: act("opening"),
      time: canonical.whole(0, MAX_TIME),
      printed: count,
      issued: count,
      void: count,
      convened: canonical.optional(count),
      present: canonical.optional(count),
      by: doer,
    },
    { missing: ["convened", "present", "by"] },
  ),
  event: canonical.struct({ act: act("event"), event: EVENT }),
  closing: canonical.struct(
    { act: act("closing"), issued: count, cast: count, not_returned: count, by: doer },
    { missing: ["by"] },
  ),
  decryption_proof: canonical.struct({
    act: act("decryption_proof"),
    owner: number,
    decryption: hash,
    proof: PROOF,
  }),
  publication: canonical.struct(
    { act: act("publication"), result: hash, by: doer },
    { missing: ["by"] },
  ),
  incident: canonical.struct(
    { act: act("incident"), text: words, by: doer },
    { missing: ["by"] },
  ),
  hand_count: canonical.struct(
    { act: act("hand_count"), printed: count, issued: count, void: count, by: doer },
    { missing: ["by"] },
  ),
  note: canonical.struct(
    {
      act: act("note"),
      about: canonical.sized(canonical.list(quantity), 5),
      text: words,
      by: doer,
    },
    { missing: ["by"] },
  ),
  addendum: canonical.struct(
    {
      act: act("addendum"),
      kind: canonical.matching(/^(signed_minutes|correction)$/),
      file: hash,
      text: words,
      by: doer,
    },
    { missing: ["by"] },
  ),
});

/** @typedef {canonical.ValueOf<typeof ENTRY>} Entry */

/**
 * An entry of one act.
 * @template {Entry["act"]} A
 * @typedef {Extract<Entry, { act: A }>} EntryOf
 */

/**
 * Read an entry of the log.
 * @param {Uint8Array} data
 * @returns {Entry}
 * @throws {BallotsError} too_large, malformed (also an act that is not on the list), not_canonical
 */
export function parseEntry(data) {
  return canonical.decode(data, ENTRY, MAX_ENTRY);
}
