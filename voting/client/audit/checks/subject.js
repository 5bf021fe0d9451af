/** What every check is given: the record, its structures, what the ballots gave; twin of audit/checks/subject.py. */

import { Blocked } from "../findings.js";

/** @typedef {import("../survey.js").Survey} Survey */

/**
 * A record under verification.
 * @typedef {object} Subject
 * @property {import("../record.js").Record} record
 * @property {import("../reading.js").Structures} structures
 * @property {Survey | null} survey null if the election could not be read, so that no ballot could
 *   be verified
 * @property {Map<number, import("../../ballots/tally.js").Factors>} factors by owner, those partial
 *   decryptions that check 20 accepted
 */

/**
 * A check: it looks at the subject and returns what is wrong. Throws Blocked, NotReached.
 * @typedef {(subject: Subject) => import("../findings.js").Finding[] | Promise<import("../findings.js").Finding[]>} Run
 */

/**
 * Return what the ballots gave. Throws Blocked without a readable election.
 * @param {Subject} subject
 */
export function surveyed({ survey, structures }) {
  if (survey === null) throw new Blocked(structures.election.blame || "election");
  return survey;
}
