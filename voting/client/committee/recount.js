/**
 * The aggregate, computed again from the record itself before anything is decrypted, and the record
 * held against the log.
 *
 * Every ballot is verified and added up by the verifier's own checks, in workers; this runs in a
 * worker too. From plain objects to plain objects.
 */

import { sourceOf } from "../audit/archive.js";
import { RecordUnreadable } from "../audit/errors.js";
import { SETUP_DATA, openRecord } from "../audit/record.js";
import { verifyRecord } from "../audit/verifier.js";
import { decode } from "../ballots/canonical.js";
import { parseElection } from "../ballots/election.js";
import { BallotsError } from "../ballots/errors.js";
import { SIZED } from "../ballots/tally.js";
import { evidenceOf, faultsOf, heldOf, readFrozen } from "./member_log.js";
import { NotDecrypted } from "./not_decrypted.js";

/** @typedef {import("./member_log.js").Frozen} Frozen */
/** @typedef {import("./member_log.js").Held} Held */
/** @typedef {import("../audit/record.js").Record} Opened */

/** @typedef {{ record: Blob, log: Blob, definition: string, kept: import("./member_log.js").Kept }} Asked */

/**
 * What record and log hold, as exact texts. refused: why nothing of it may be decrypted, with the
 * checks that it fails; null: it is sound.
 * @typedef {object} Recount
 * @property {{ code: import("./not_decrypted.js").Code, values: Record<string, string> } | null} refused
 * @property {number} number
 * @property {string} election
 * @property {string} trustees
 * @property {string} tally
 * @property {Frozen} frozen
 * @property {Held} held
 */

const NOBODY = { fewest: Infinity, hasServerShare: false, witnesses: [], quorum: 0 };
const UNSEEN = { logKey: "", checkpoint: "", mark: { size: 0, root: "" }, isWitnessed: false };
const NOTHING = { number: 0, election: "", trustees: "", tally: "", frozen: NOBODY, held: UNSEEN };

const textOf = (/** @type {Uint8Array} */ data) => new TextDecoder().decode(data);

/**
 * @param {Asked} asked
 * @param {import("../audit/survey.js").Pool} pool
 * @param {import("../audit/verifier.js").Progress} progress
 * @returns {Promise<Recount>}
 */
export async function recount(asked, pool, progress) {
  try {
    return await counted(asked, pool, progress);
  } catch (error) {
    if (error instanceof NotDecrypted) {
      return { ...NOTHING, refused: { code: error.code, values: error.values } };
    }
    const isUnreadable = error instanceof RecordUnreadable;
    if (!isUnreadable && !(error instanceof BallotsError)) throw error;
    const codes = isUnreadable ? error.code : error.refusal;
    return { ...NOTHING, refused: { code: "bad_record", values: { codes } } };
  }
}

/**
 * @param {Asked} asked
 * @param {import("../audit/survey.js").Pool} pool
 * @param {import("../audit/verifier.js").Progress} progress
 * @returns {Promise<Recount>}
 */
async function counted({ record, log, definition, kept }, pool, progress) {
  const source = sourceOf(record);
  const texts = await textsIn(await openRecord(source));
  if (texts.tally === "") throw new NotDecrypted("bad_record", { codes: "no_tally" });
  const frozen = readFrozen(definition, parseElection(encoded(texts.election)).description);
  const evidence = await evidenceOf(log, frozen, kept);
  const { checks, summary } = await verifyRecord(source, { pool, evidence, progress });
  const faults = faultsOf(checks);
  if (faults.length) {
    const code = faults.every((check) => check.startsWith("log_")) ? "log_differs" : "bad_record";
    throw new NotDecrypted(code, { codes: faults.join(", ") });
  }
  const held = heldOf(evidence, checks);
  return { refused: null, number: Number(summary.counted), ...texts, frozen, held };
}

/**
 * Read election, trustees and tally of a record that is still to be verified.
 * @param {Opened} opened
 */
async function textsIn(opened) {
  const content = async (/** @type {string | null | undefined} */ digest) => {
    const member = opened.data(digest);
    return member === null ? new Uint8Array(0) : opened.content(member);
  };
  const payload = async (/** @type {string} */ type) => {
    const [entry] = opened.ofType(type);
    return content(entry && entry.event && entry.event.payload);
  };
  const setup = decode(await payload("Setup"), SETUP_DATA);
  const sized = await payload("EncryptedTally");
  return {
    election: textOf(await content(setup.election)),
    trustees: textOf(await content(setup.trustees)),
    tally: sized.length ? textOf(await content(decode(sized, SIZED).encrypted_tally)) : "",
  };
}

/** @param {string} text */
function encoded(text) {
  return new TextEncoder().encode(text);
}
