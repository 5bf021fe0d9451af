/**
 * What a member does with the restored key: decrypt the rehearsal, and, after the vote, the tally.
 *
 * Nothing is decrypted that this device did not compute itself: the rehearsal tally follows from the
 * election, the tally from every ballot of the record.
 */

import WASM from "built:vault";
import { ed25519 } from "../ballots/ed25519.js";
import { parseElection } from "../ballots/election.js";
import { sha256Hex } from "../ballots/hashing.js";
import { parseEncryptedTally } from "../ballots/tally.js";
import { parseTrustees } from "../ballots/trustees.js";
import { wipe } from "../group.js";
import { utf8 } from "../hashing.js";
import { openShare } from "./ceremony.js";
import { makePartialDecryption } from "./decryption.js";
import { makeDrillTally } from "./drill.js";
import { openKeyCopy, parseKeyCopy } from "./key_copy.js";
import { proveWholeDecryption } from "./strong_decryption.js";

/** @typedef {import("./ceremony.js").MemberSecret} MemberSecret */
/** @typedef {import("./recount.js").Recount} Recount */
/** @typedef {import("./store.js").Store} Store */

/** Something is not as it must be; `code` is a sentence of the page. Nothing was decrypted. */
export class NotDecrypted extends Error {
  /**
   * @param {"other_conference" | "other_member" | "other_election" | "bad_drill" | "bad_record"
   *   | "other_tally" | "second_tally" | "too_few"} code
   * @param {Record<string, string>} [values]
   */
  constructor(code, values = {}) {
    super(code);
    this.code = code;
    this.values = values;
  }
}

/**
 * Open a saved copy: it must be this member's, of this conference.
 * @param {Uint8Array} data the file, or what the code holds
 * @param {string} passphrase SECRET
 * @param {{ uuid: string, index: number }} whose
 * @returns {Promise<MemberSecret>} SECRET
 * @throws {BallotsError} as parseKeyCopy, openKeyCopy
 */
export async function restore(data, passphrase, { uuid, index }) {
  const copy = parseKeyCopy(data);
  if (copy.uuid !== uuid) throw new NotDecrypted("other_conference");
  if (copy.index !== index) throw new NotDecrypted("other_member");
  return openKeyCopy(WASM, copy, passphrase);
}

/**
 * Read the election and open the share of its key.
 * @param {MemberSecret} member
 * @param {{ election: string, trustees: string, uuid: string, known: string | undefined }} given
 *   known: the fingerprint of the election that this browser has seen before
 */
function opened(member, { election: text, trustees: written, uuid, known }) {
  const election = parseElection(utf8(text));
  const trustees = parseTrustees(utf8(written), ed25519);
  const isOurs =
    election.uuid === uuid &&
    (known === undefined || known === election.fingerprint) &&
    ed25519.isSame(trustees.publicKey, election.publicKey);
  const item = trustees.items.find(({ keys }) => keys.length > 1);
  if (!isOurs || item === undefined) throw new NotDecrypted("other_election");
  return { election, share: openShare(member, item.keys.map(ed25519.text)) };
}

/**
 * Decrypt the rehearsal tally.
 * @param {MemberSecret} member
 * @param {{ election: string, trustees: string, encrypted_tally: string }} drill
 * @param {{ uuid: string, store: Store }} where
 * @returns {string} the partial decryption
 */
export function decryptDrill(member, drill, { uuid, store }) {
  const { election, share } = opened(member, { ...drill, uuid, known: store.read().election });
  try {
    const tally = makeDrillTally(election);
    if (new TextDecoder().decode(tally) !== drill.encrypted_tally) throw new NotDecrypted("bad_drill");
    const partial = makePartialDecryption(parseEncryptedTally(tally, election), share, election);
    store.add({ election: election.fingerprint });
    return new TextDecoder().decode(partial);
  } finally {
    wipe(share);
  }
}

/**
 * Refuse a tally that the record does not give, another one than before, or one of a few ballots.
 * @param {Recount} recount
 * @param {string} shown the tally that the server wants to be decrypted
 * @param {Store} store
 * @param {number} fewest the plan's floor: the sum of a few ballots tells what each of them says
 * @throws {NotDecrypted}
 */
export function verifyRecount(recount, shown, store, fewest) {
  if (recount.faults.length) throw new NotDecrypted("bad_record", { codes: recount.faults.join(", ") });
  if (recount.tally !== shown) throw new NotDecrypted("other_tally");
  const { decrypted } = store.read();
  if (decrypted !== undefined && decrypted !== sha256Hex(utf8(shown))) {
    throw new NotDecrypted("second_tally");
  }
  if (!(recount.number >= Math.max(2, fewest))) {
    throw new NotDecrypted("too_few", { number: String(recount.number), fewest: String(fewest) });
  }
}

/**
 * Decrypt the tally that the record gives, with both proofs.
 * @param {MemberSecret} member
 * @param {Recount} recount verified
 * @param {{ uuid: string, store: Store }} where
 * @returns {{ partial: string, proof: string }}
 */
export function decryptTally(member, recount, { uuid, store }) {
  const { election, share } = opened(member, { ...recount, uuid, known: store.read().election });
  try {
    const data = utf8(recount.tally);
    const tally = { rows: parseEncryptedTally(data, election), digest: sha256Hex(data) };
    store.add({ election: election.fingerprint, decrypted: tally.digest });
    const partial = makePartialDecryption(tally.rows, share, election);
    const proof = proveWholeDecryption(partial, tally, share, election);
    const read = new TextDecoder();
    return { partial: read.decode(partial), proof: read.decode(proof) };
  } finally {
    wipe(share);
  }
}
