/**
 * The aggregate, computed again from the record itself before anything is decrypted.
 *
 * Every ballot is verified and added up by the verifier's own checks, in workers; this runs in a
 * worker too. From plain objects to plain objects.
 */

import { sourceOf } from "../audit/archive.js";
import { RecordUnreadable } from "../audit/errors.js";
import { SETUP_DATA, openRecord } from "../audit/record.js";
import { verifyRecord } from "../audit/verifier.js";
import { decode } from "../ballots/canonical.js";
import { SIZED } from "../ballots/tally.js";

/**
 * What the record holds, as exact texts; `faults`: the checks that it fails, none: it is sound.
 * @typedef {{ faults: string[], number: number, election: string, trustees: string, tally: string }} Recount
 */

const textOf = (/** @type {Uint8Array} */ data) => new TextDecoder().decode(data);

/**
 * @param {{ record: Blob }} asked
 * @param {import("../audit/survey.js").Pool} pool
 * @param {import("../audit/verifier.js").Progress} progress
 * @returns {Promise<Recount>}
 */
export async function recount({ record }, pool, progress) {
  const nothing = { number: 0, election: "", trustees: "", tally: "" };
  try {
    const { checks, summary, isSound } = await verifyRecord(sourceOf(record), { pool, progress });
    const failed = checks.filter(({ state }) => state === "failed" || state === "not_run");
    if (!isSound) return { ...nothing, faults: failed.map(({ check }) => check) };
    const opened = await openRecord(sourceOf(record));
    const content = async (/** @type {string | null | undefined} */ digest) => {
      const member = opened.data(digest);
      return member === null ? new Uint8Array(0) : opened.content(member);
    };
    const payload = async (/** @type {string} */ type) => {
      const [entry] = opened.ofType(type);
      return content(entry && entry.event && entry.event.payload);
    };
    const sized = await payload("EncryptedTally");
    if (!sized.length) return { ...nothing, faults: ["no_tally"] };
    const setup = decode(await payload("Setup"), SETUP_DATA);
    return {
      faults: [],
      number: Number(summary.counted),
      election: textOf(await content(setup.election)),
      trustees: textOf(await content(setup.trustees)),
      tally: textOf(await content(decode(sized, SIZED).encrypted_tally)),
    };
  } catch (error) {
    if (!(error instanceof RecordUnreadable)) throw error;
    return { ...nothing, faults: [error.code] };
  }
}
