/**
 * The plain questions at the top of the report, each answered by the checks that belong to it; twin
 * of audit/inquiries.py. A check that was not run (those of the log, without one) leaves its question open.
 */

/** @typedef {import("./findings.js").CheckName} CheckName */
/** @typedef {import("./findings.js").CheckResult} CheckResult */
/** @typedef {import("./findings.js").State} State */
/** @typedef {"yes" | "no" | "not_yet" | "unchecked"} Answer */

/**
 * Why (closed list).
 * @typedef {"holds" | "holds_by_its_own_word" | "failed" | "blocked" | "no_log" | "no_earlier"
 *   | "no_witnesses" | "not_reached"} Reason
 */

/**
 * What was verified beside the record; policy: whether one was given from outside the log.
 * @typedef {{ log: boolean, policy: boolean }} Given
 */

/**
 * A question with its answer; checks: those that the reason is about.
 * @typedef {{ inquiry: string, answer: Answer, reason: Reason, checks: CheckName[] }} Answered
 */

/** The questions in their order, and their checks; every check belongs to one. @type {[string, CheckName[]][]} */
export const CHECKS_OF = [
  ["definition", ["setup", "election", "trustees", "election_key", "log_definition"]],
  [
    "cards_of_ballots",
    ["credentials", "ballot_election", "ballot_credential", "ballot_signature", "repeats"],
  ],
  ["proofs", ["ballot_form", "ballot_proofs"]],
  ["tally", ["tally_size", "tally"]],
  [
    "counts",
    [
      "decryption_owners",
      "decryption_proofs",
      "enough_decryptions",
      "result",
      "log_decryptions",
      "log_publication",
    ],
  ],
  ["changed", ["earlier", "log_earlier"]],
  ["witnesses", ["log_signature", "log_witnesses"]],
  ["cards", ["log_cards"]],
  [
    "whole",
    [
      ...["header", "names", "chain", "order", "references"],
      ...["log_form", "log_tree", "log_events", "log_order"],
    ].map((name) => /** @type {CheckName} */ (name)),
  ],
];
const BY_POLICY = ["definition", "witnesses"];

/**
 * Answer every question from how the checks ended.
 * @param {CheckResult[]} results
 * @param {Given} given
 * @returns {Answered[]}
 */
export function answerAll(results, given) {
  const ended = new Map(results.map(({ check, state }) => [check, state]));
  return CHECKS_OF.map(([inquiry, mine]) => ({ inquiry, ...answerOf(inquiry, mine, ended, given) }));
}

/**
 * Answer one question: the worst of its checks decides.
 * @param {string} inquiry
 * @param {CheckName[]} mine
 * @param {Map<CheckName, State>} ended
 * @param {Given} given
 * @returns {Omit<Answered, "inquiry">}
 */
function answerOf(inquiry, mine, ended, given) {
  const those = (/** @type {State} */ state) => mine.filter((check) => ended.get(check) === state);
  const [failed, blocked, waiting] = [those("failed"), those("not_run"), those("not_reached")];
  if (failed.length) return { answer: "no", reason: "failed", checks: failed };
  if (blocked.length) return { answer: "unchecked", reason: "blocked", checks: blocked };
  const missing = mine.filter((check) => !ended.has(check));
  if (inquiry === "changed") {
    if (missing.length === mine.length) {
      return { answer: "unchecked", reason: "no_earlier", checks: missing };
    }
  } else if (missing.length) {
    return { answer: "unchecked", reason: "no_log", checks: missing };
  }
  if (waiting.includes("log_witnesses")) {
    return { answer: "unchecked", reason: "no_witnesses", checks: waiting };
  }
  if (waiting.length) return { answer: "not_yet", reason: "not_reached", checks: waiting };
  const isByWord = BY_POLICY.includes(inquiry) && !given.policy;
  const reason = isByWord ? "holds_by_its_own_word" : "holds";
  return { answer: "yes", reason, checks: those("passed") };
}
