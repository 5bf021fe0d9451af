/** Does a checkpoint satisfy a policy? Who signed, who cosigned and when; twin of audit/quorum.py. */

import { verifyCheckpoint } from "./checkpoint.js";
import { verifyCosignature } from "./cosignature.js";
import { LogRefused } from "./log_errors.js";
import { isNamed } from "./note.js";
import { NO_WITNESS } from "./policy.js";

/** @typedef {import("./policy.js").Policy} Policy */
/** @typedef {import("./checkpoint.js").SignedCheckpoint} SignedCheckpoint */

/**
 * What the signatures of a checkpoint say under a policy, each of them verified. times: when each
 * witness that cosigned did so, by its name in the policy, in seconds since 1970.
 * reachedAt: by then enough had; null if they have not, or nobody is asked for.
 * @typedef {{ times: Map<string, number>, isReached: boolean, reachedAt: number | null }} Quorum
 */

/**
 * Say who of a policy signed a checkpoint. Signatures of others mean nothing.
 * @param {Policy} policy
 * @param {SignedCheckpoint} signed
 * @returns {Quorum}
 * @throws {LogRefused} log_wrong_origin, log_wrong_key, log_bad_signature, cosignature_time
 */
export function evaluatePolicy(policy, signed) {
  if (policy.logs.length) verifyLogs(policy, signed);
  /** @type {Map<string, number>} */
  const times = new Map();
  policy.witnesses.forEach(({ key }, name) => {
    if (isNamed(signed.note, key)) times.set(name, verifyCosignature(signed, key));
  });
  return { times, isReached: holds(policy, times), reachedAt: reachedAt(policy, times) };
}

/**
 * As `evaluatePolicy`, and the quorum must hold.
 * @param {Policy} policy
 * @param {SignedCheckpoint} signed
 * @throws {LogRefused} no_quorum
 */
export function verifyQuorum(policy, signed) {
  const quorum = evaluatePolicy(policy, signed);
  if (!quorum.isReached) throw new LogRefused("no_quorum", policy.quorum);
  return quorum;
}

/**
 * @param {Policy} policy
 * @param {Map<string, number>} times
 */
function holds(policy, times) {
  const holding = new Set([NO_WITNESS, ...Array.from(times.keys())]);
  policy.groups.forEach(({ threshold, members }, name) => {
    if (members.filter((member) => holding.has(member)).length >= threshold) holding.add(name);
  });
  return holding.has(policy.quorum);
}

/**
 * @param {Policy} policy
 * @param {Map<string, number>} times
 */
function reachedAt(policy, times) {
  if (policy.quorum === NO_WITNESS) return null;
  const seen = Array.from(times).sort(([, left], [, right]) => left - right);
  for (let count = 1; count <= seen.length; count += 1) {
    if (holds(policy, new Map(seen.slice(0, count)))) return seen[count - 1][1];
  }
  return null;
}

/**
 * @param {Policy} policy
 * @param {SignedCheckpoint} signed
 */
function verifyLogs(policy, signed) {
  const { origin } = signed.checkpoint;
  const keys = policy.logs.map(({ key }) => key).filter(({ name }) => name === origin);
  if (!keys.length) throw new LogRefused("log_wrong_origin", origin);
  const signing = keys.filter((key) => isNamed(signed.note, key));
  if (!signing.length) throw new LogRefused("log_wrong_key", origin);
  for (const key of signing) verifyCheckpoint(signed, key);
}
