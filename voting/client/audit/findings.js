/** What verification says: numbered checks, their states, findings; twin of audit/findings.py. */

/** The numbered checks, in the order in which they are reported (docs/record.md). */
export const Check = Object.freeze({
  header: 1,
  names: 2,
  chain: 3,
  order: 4,
  references: 5,
  setup: 6,
  election: 7,
  trustees: 8,
  election_key: 9,
  credentials: 10,
  ballot_form: 11,
  ballot_election: 12,
  ballot_credential: 13,
  ballot_signature: 14,
  ballot_proofs: 15,
  repeats: 16,
  tally_size: 17,
  tally: 18,
  decryption_owners: 19,
  decryption_proofs: 20,
  enough_decryptions: 21,
  result: 22,
  earlier: 23,
  log_form: 24,
  log_tree: 25,
  log_signature: 26,
  log_witnesses: 27,
  log_definition: 28,
  log_events: 29,
  log_order: 30,
  log_cards: 31,
  log_decryptions: 32,
  log_publication: 33,
  log_earlier: 34,
});

/** @typedef {keyof typeof Check} CheckName */
/** @typedef {"passed" | "failed" | "not_reached" | "not_run"} State */
/** @typedef {import("../ballots/errors.js").BallotsError} BallotsError */

/**
 * What a finding found (closed list); a refusal of `ballots`, or of the log's
 * formats, is reported under its own code.
 * @typedef {"timestamp" | "member_time" | "name" | "repeated_member" | "height" | "parent" |
 *   "no_setup" | "out_of_order" | "after_result" | "payload_missing" | "payload_unexpected" |
 *   "payload_late" | "unreferenced" | "election_key" | "unlisted_credential" | "repeated_ballot" |
 *   "repeated_ciphertext" | "num_tallied" | "total_weight" | "tally" | "owner" | "repeated_owner"
 *   | "too_few_decryptions" | "result_shape" | "result_range" | "result_value" | "result_sum" |
 *   "other_election" | "removed" | "changed" | "log_size" | "log_root" | "log_origin" |
 *   "no_log_key" | "no_definition" | "second_definition" | "definition_differs" |
 *   "definition_unnamed" | "policy_differs" | "event_changed" | "event_not_in_log" |
 *   "event_not_in_record" | "act_out_of_order" | "act_unfinished" | "no_rehearsal" |
 *   "cards_differ" | "cards_unexplained" | "opening_time" | "card_used_twice" | "no_strong_proof" |
 *   "stray_strong_proof" | "result_differs" | "log_went_back" | "log_forked" | "log_entry_changed"
 *   | "witnesses_up_to"} Fault
 */

/**
 * One thing that is wrong; its check is the one that found it.
 * @typedef {object} Finding
 * @property {string} code a fault, or the refusal of `ballots` or of the log's formats
 * @property {boolean} isRefusal
 * @property {number | null} entry height of the event concerned; from check 24 on, index in the log
 * @property {number | null} question its number, from 1
 * @property {string | null} person text of the question
 * @property {string | null} tracker of the ballot concerned
 * @property {Record<string, string>} values what the sentence of the fault mentions
 */

/**
 * How one check ended; `needs` names the failed check that kept it from running.
 * @typedef {{ check: CheckName, state: State, findings: Finding[], needs: CheckName | null }} CheckResult
 */

/** A check cannot run, because what it needs failed another check. */
export class Blocked extends Error {
  /** @param {CheckName} needs */
  constructor(needs) {
    super(`needs check ${needs}`);
    this.needs = needs;
  }
}

/** The record does not go so far yet. */
export class NotReached extends Error {}

const NOWHERE = Object.freeze({ entry: null, question: null, person: null, tracker: null });

/**
 * Make a finding.
 * @param {Fault} code
 * @param {Partial<Finding>} [where]
 * @returns {Finding}
 */
export function finding(code, where = {}) {
  return { code, isRefusal: false, ...NOWHERE, values: {}, ...where };
}

/**
 * Make a finding of what `ballots` refused; the detail says where.
 * @param {{ refusal: string, detail: string }} error
 * @param {number | null} [entry]
 * @returns {Finding}
 */
export function refusalFound({ refusal, detail }, entry = null) {
  return { ...finding("name", { entry, values: { detail } }), code: refusal, isRefusal: true };
}

/**
 * Make a finding of what was refused of the log's formats; the detail says where.
 * @param {{ code: string, detail: string }} error
 * @param {{ entry?: number | null, where?: string }} [place]
 * @returns {Finding}
 */
export function logRefusalFound({ code, detail }, { entry = null, where = "" } = {}) {
  const both = where && detail ? `${where}: ${detail}` : where || detail;
  return { ...finding("name", { entry, values: { detail: both } }), code, isRefusal: true };
}

/**
 * Run a check and say how it ended.
 * @param {CheckName} check
 * @param {() => Finding[] | Promise<Finding[]>} run
 * @returns {Promise<CheckResult>}
 */
export async function outcome(check, run) {
  try {
    const findings = await run();
    return { check, state: findings.length ? "failed" : "passed", findings, needs: null };
  } catch (error) {
    const needs = error instanceof Blocked ? error.needs : null;
    if (needs !== null) return { check, state: "not_run", findings: [], needs };
    if (error instanceof NotReached) return { check, state: "not_reached", findings: [], needs };
    throw error;
  }
}
