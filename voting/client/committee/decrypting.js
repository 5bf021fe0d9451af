/**
 * What a member does with the restored key: decrypt the rehearsal, and, after the vote, the tally.
 *
 * Nothing is decrypted that this device did not compute itself: the rehearsal tally follows from the
 * election, the tally from every ballot of the record, and the record is what the log gives.
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
import { holdLog, readFrozen } from "./member_log.js";
import { NotDecrypted } from "./not_decrypted.js";
import { proveWholeDecryption } from "./strong_decryption.js";

/** @typedef {import("./ceremony.js").MemberSecret} MemberSecret */
/** @typedef {import("./recount.js").Recount} Recount */
/** @typedef {import("./store.js").Store} Store */

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
 * Return the committee's item of the trustees. No other may be there than what was announced: its
 * holder would have to agree to the decryption.
 * @param {string} written
 * @param {{ publicKey: import("../ballots/group.js").Element }} election
 * @param {{ hasServerShare: boolean }} frozen
 * @throws {NotDecrypted} other_election, unannounced_share; BallotsError as parseTrustees
 */
export function committeeItem(written, election, { hasServerShare }) {
  const { items, publicKey } = parseTrustees(utf8(written), ed25519);
  const [item, ...others] = [...items].reverse();
  if (!ed25519.isSame(publicKey, election.publicKey) || item.keys.length < 2) {
    throw new NotDecrypted("other_election");
  }
  if (others.length !== Number(hasServerShare) || others.some(({ keys }) => keys.length > 1)) {
    throw new NotDecrypted("unannounced_share");
  }
  return item;
}

/**
 * Read the election and open the share of its key.
 * @param {MemberSecret} member
 * @param {import("./member_log.js").Frozen} frozen
 * @param {{ election: string, trustees: string, uuid: string, known: string | undefined }} given
 *   known: the fingerprint of the election that this browser has seen before
 */
function opened(member, frozen, { election: text, trustees, uuid, known }) {
  const election = parseElection(utf8(text));
  const isOurs = election.uuid === uuid && (known === undefined || known === election.fingerprint);
  if (!isOurs) throw new NotDecrypted("other_election");
  const item = committeeItem(trustees, election, frozen);
  return { election, share: openShare(member, item.keys.map(ed25519.text)) };
}

/**
 * Decrypt the rehearsal tally, and keep which log it is.
 * @param {MemberSecret} member
 * @param {{ election: string, trustees: string, encrypted_tally: string, definition: string,
 *   log: Blob }} drill
 * @param {{ uuid: string, store: Store }} where
 * @returns {Promise<string>} the partial decryption
 */
export async function decryptDrill(member, drill, { uuid, store }) {
  const kept = store.read();
  const frozen = readFrozen(drill.definition, parseElection(utf8(drill.election)).description);
  const held = await holdLog(drill.log, { ...drill, frozen, kept });
  const { election, share } = opened(member, frozen, { ...drill, uuid, known: kept.election });
  try {
    const tally = makeDrillTally(election);
    if (new TextDecoder().decode(tally) !== drill.encrypted_tally) throw new NotDecrypted("bad_drill");
    const partial = makePartialDecryption(parseEncryptedTally(tally, election), share, election);
    store.add({ election: election.fingerprint, logKey: held.logKey, checkpoint: held.checkpoint });
    return new TextDecoder().decode(partial);
  } finally {
    wipe(share);
  }
}

/**
 * Refuse a record or log that does not hold, a tally that the record does not give, another one than
 * before, or one of fewer ballots than the frozen definition allows.
 * @param {Recount} recount
 * @param {string} shown the tally that the server wants to be decrypted
 * @param {Store} store
 * @throws {NotDecrypted}
 */
export function verifyRecount({ refused, tally, number, frozen }, shown, store) {
  if (refused !== null) throw new NotDecrypted(refused.code, refused.values);
  if (tally !== shown) throw new NotDecrypted("other_tally");
  requireNoOther(sha256Hex(utf8(shown)), store);
  if (!(number >= frozen.fewest)) {
    throw new NotDecrypted("too_few", { number: String(number), fewest: String(frozen.fewest) });
  }
}

/**
 * Refuse a second tally.
 * @param {string} digest of the encrypted tally
 * @param {Store} store
 * @throws {NotDecrypted} second_tally
 */
function requireNoOther(digest, store) {
  const { decrypted } = store.read();
  if (decrypted !== undefined && decrypted !== digest) throw new NotDecrypted("second_tally");
}

/**
 * Decrypt the tally that the record gives, with both proofs.
 * @param {MemberSecret} member
 * @param {Recount} recount verified, and compared by the member
 * @param {{ uuid: string, store: Store }} where
 * @returns {{ partial: string, proof: string }}
 * @throws {NotDecrypted} second_tally: another tab of this browser was first
 */
export function decryptTally(member, recount, { uuid, store }) {
  const known = store.read().election;
  const { election, share } = opened(member, recount.frozen, { ...recount, uuid, known });
  try {
    const data = utf8(recount.tally);
    const tally = { rows: parseEncryptedTally(data, election), digest: sha256Hex(data) };
    const { logKey, checkpoint } = recount.held;
    requireNoOther(tally.digest, store);
    store.add({ election: election.fingerprint, decrypted: tally.digest, logKey, checkpoint });
    const partial = makePartialDecryption(tally.rows, share, election);
    const proof = proveWholeDecryption(partial, tally, share, election);
    const read = new TextDecoder();
    return { partial: read.decode(partial), proof: read.decode(proof) };
  } finally {
    wipe(share);
  }
}
