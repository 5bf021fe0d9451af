/**
 * All ballots of a record, gone through once: faults, repeats, and the sum of those that count;
 * twin of audit/survey.py. No more than a piece of the ballots is in memory at a time.
 */

import { maxBallotSize, parseBallot, verifyBallots } from "../ballots/ballot.js";
import * as canonical from "../ballots/canonical.js";
import { readStatements } from "../ballots/encryption.js";
import { BallotsError } from "../ballots/errors.js";
import { parseElection } from "../ballots/election.js";
import { TallySum } from "../ballots/tally.js";
import { readContent, sourceOf } from "./archive.js";
import { attempted } from "./record.js";
import { findRepeats, printOf, twice } from "./repeats.js";

/** @typedef {import("../ballots/ballot.js").Ballot} Ballot */
/** @typedef {import("../ballots/election.js").Election} Election */
/** @typedef {import("./archive.js").Member} Member */
/** @typedef {import("./record.js").Record} Record */

const CHUNK = 16;
const PEEKED = canonical.struct({ credential: canonical.text }, { lax: true });
const SUMMABLE = ["wrong_election", "bad_signature", "invalid_proof"];

/**
 * What a worker must know; `salt` makes the prints of ciphertexts unpredictable.
 * @typedef {{ origin: Blob | Uint8Array, election: Uint8Array, salt: Uint8Array }} Setting
 */

/**
 * A ballot to verify; weight 0: it does not count in the tally.
 * @typedef {{ entry: number, member: Member, weight: number }} Task
 */

/** @typedef {{ entry: number, digest: string, refusal: string, detail: string }} BallotFault */

/**
 * What a worker found in its tasks.
 * @typedef {object} Report
 * @property {BallotFault[]} faults
 * @property {BigUint64Array} prints
 * @property {import("../ballots/tally.js").Sums} sums
 * @property {number[]} uncountable
 */

/**
 * Something that surveys chunks of tasks, here or in workers, and gives the reports in order.
 * @typedef {object} Pool
 * @property {number} jobs
 * @property {(setting: Setting, chunks: Task[][]) => AsyncIterable<Report>} run
 */

/**
 * What going through all ballots gave.
 * @typedef {object} Survey
 * @property {TallySum} sum the product of all that count and can be read
 * @property {BallotFault[]} faults
 * @property {{ entry: number, digest: string }[]} unlisted
 * @property {import("./repeats.js").Repeat[]} repeats
 * @property {Map<number, number>} counted entries of the last ballot of each listed credential, and
 *   their weights
 * @property {number[]} uncountable those of them whose ciphertexts cannot be read
 * @property {number[]} unreadable entries of ballots that do not even say whose they are
 * @property {number} revotes
 */

/**
 * Verify every ballot and add up those that count: the last of each listed credential.
 * @param {Record} record
 * @param {Election} election
 * @param {Map<string, number> | null} weights of the listed credentials, null if the list could not
 *   be read (nothing counts then)
 * @param {Pool} pool
 * @param {(done: number, total: number) => void} progress
 * @returns {Promise<Survey>}
 */
export async function surveyBallots(record, election, weights, pool, progress) {
  const limit = maxBallotSize(election);
  const survey = { ...(await findCounted(record, weights, limit)), ...nothing(election) };
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const tasks = record.ballots.map(({ entry, member }) => {
    return { entry: entry.index, member, weight: survey.counted.get(entry.index) || 0 };
  });
  const chunks = chunksOf(tasks, pool.jobs);
  const setting = { origin: record.source.origin, election: election.bytes, salt };
  /** @type {BigUint64Array[]} */
  const prints = [];
  let done = 0;
  progress(0, tasks.length);
  for await (const report of pool.run(setting, chunks)) {
    survey.faults.push(...report.faults);
    survey.uncountable.push(...report.uncountable);
    survey.sum.merge(report.sums);
    prints.push(report.prints);
    done += Math.min(tasks.length - done, chunks[0].length);
    progress(done, tasks.length);
  }
  survey.repeats = await findRepeats(record, limit, salt, twice(prints));
  return survey;
}

/**
 * @param {Election} election
 * @returns {Omit<Survey, "unlisted" | "counted" | "unreadable" | "revotes">}
 */
function nothing(election) {
  return { sum: new TallySum(election), faults: [], repeats: [], uncountable: [] };
}

/**
 * Cut the tasks small enough to keep every job busy, large enough to be worth sending.
 * @param {Task[]} tasks
 * @param {number} jobs
 */
function chunksOf(tasks, jobs) {
  const size = Math.max(1, Math.min(CHUNK, Math.floor(tasks.length / (4 * jobs))));
  const chunks = [];
  for (let start = 0; start < tasks.length; start += size) {
    chunks.push(tasks.slice(start, start + size));
  }
  return chunks;
}

/**
 * Find the last ballot of each listed credential and the ballots of unlisted ones.
 * @param {Record} record
 * @param {Map<string, number> | null} weights
 * @param {number} limit
 */
async function findCounted(record, weights, limit) {
  /** @type {Map<string, number>} */
  const last = new Map();
  /** @type {{ entry: number, digest: string }[]} */
  const unlisted = [];
  /** @type {number[]} */
  const unreadable = [];
  let seen = 0;
  for (const { entry, member } of record.ballots) {
    const credential = member.size > limit ? null : peeked(await record.content(member));
    if (credential === null) {
      unreadable.push(entry.index);
    } else if (weights !== null && !weights.has(credential)) {
      unlisted.push({ entry: entry.index, digest: member.digest });
    } else if (weights !== null) {
      seen += 1;
      last.set(credential, entry.index);
    }
  }
  const counted = new Map(
    [...last].map(([credential, entry]) => [entry, (weights && weights.get(credential)) || 0]),
  );
  return { unlisted, unreadable, counted, revotes: seen - last.size };
}

/**
 * Read the credential that a ballot claims, null if it has no such field.
 * @param {Uint8Array} data
 */
function peeked(data) {
  const found = attempted(() => canonical.parse(data, PEEKED));
  return found instanceof BallotsError ? null : found.credential;
}

/**
 * Return the weight of all ballots that count.
 * @param {Survey} survey
 */
export function totalWeight({ counted }) {
  return [...counted.values()].reduce((sum, weight) => sum + weight, 0);
}

/**
 * Return what surveys chunks of ballots in one setting (in a worker, or here).
 * @param {Setting} setting
 * @returns {(tasks: Task[]) => Promise<Report>}
 */
export function chunkSurveyor({ origin, election: data, salt }) {
  const election = parseElection(data);
  const source = sourceOf(origin);
  return async (tasks) => {
    const sum = new TallySum(election);
    /** @type {BallotFault[]} */
    const faults = [];
    /** @type {number[]} */
    const uncountable = [];
    /** @type {bigint[]} */
    const prints = [];
    /** @type {Map<number, Ballot[]>} */
    const summable = new Map();
    const verdicts = await verified(source, tasks, election);
    for (const [place, { entry, member, weight }] of tasks.entries()) {
      const { ballot, error } = verdicts[place];
      const choices = ballot === null ? [] : ballot.answers.flatMap((answer) => answer.choices);
      prints.push(...new Set(choices.map((ciphertext) => printOf(ciphertext, salt))));
      if (error !== null) {
        const { refusal, detail } = error;
        faults.push({ entry, digest: member.digest, refusal, detail });
      }
      if (weight && isSummable(ballot, error, election)) {
        const others = summable.get(weight) || [];
        summable.set(weight, [...others, /** @type {Ballot} */ (ballot)]);
      } else if (weight) {
        uncountable.push(entry);
      }
    }
    for (const [weight, ballots] of summable) sum.add(ballots, weight);
    return { faults, uncountable, prints: new BigUint64Array(prints), sums: sum.written() };
  };
}

/**
 * A ballot as far as it could be read, and what was refused.
 * @typedef {{ ballot: Ballot | null, error: { refusal: string, detail: string } | null }} Verdict
 */

/**
 * Read and verify ballots, those that can be read together.
 * @param {import("./archive.js").Source} source
 * @param {Task[]} tasks
 * @param {Election} election
 */
async function verified(source, tasks, election) {
  /** @type {Verdict[]} */
  const verdicts = [];
  for (const { member } of tasks) verdicts.push(await readBallot(source, member, election));
  const read = verdicts.filter(({ ballot }) => ballot !== null);
  const ballots = read.map(({ ballot }) => /** @type {Ballot} */ (ballot));
  verifyBallots(ballots, election).forEach((error, place) => {
    read[place].error = error;
  });
  return verdicts;
}

/**
 * @param {import("./archive.js").Source} source
 * @param {Member} member
 * @param {Election} election
 * @returns {Promise<Verdict>}
 */
async function readBallot(source, member, election) {
  if (member.size > maxBallotSize(election)) {
    return { ballot: null, error: { refusal: "too_large", detail: "" } };
  }
  const data = await readContent(source, member);
  const ballot = attempted(() => parseBallot(data, election));
  return ballot instanceof BallotsError ? { ballot: null, error: ballot } : { ballot, error: null };
}

/**
 * Tell whether the ciphertexts of a ballot can be added up, verified or not.
 * @param {Ballot | null} ballot
 * @param {{ refusal: string } | null} error
 * @param {Election} election
 */
function isSummable(ballot, error, { group, questions }) {
  if (ballot === null || ballot.answers.length !== questions.length) return false;
  if (error === null) return true;
  if (!SUMMABLE.includes(error.refusal)) return false;
  const read = attempted(() =>
    ballot.answers.flatMap((answer, at) => readStatements(answer, questions[at], group)),
  );
  if (read instanceof BallotsError) return false;
  return read.every(({ alpha, beta }) => group.isMember(alpha) && group.isMember(beta));
}
