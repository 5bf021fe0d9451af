/** Say what verification found: sentences for people, an object for programs; twin of audit/report.py. */

import { FAULTS, REASONS, TITLES, UNREADABLE, WORDS } from "./catalogue.js";
import { Check } from "./findings.js";
import { CHECKS_OF, answerAll } from "./inquiries.js";
import { ANSWER_REASONS, INQUIRIES } from "./inquiry_sentences.js";
import { LOGS } from "./log_catalogue.js";

/** @typedef {"vi" | "en"} Language */
/** @typedef {{ readonly vi: string, readonly en: string }} Sentence */
/** @typedef {import("./findings.js").CheckName} CheckName */
/** @typedef {import("./findings.js").CheckResult} CheckResult */
/** @typedef {import("./findings.js").Finding} Finding */
/** @typedef {import("./verifier.js").Verdict} Verdict */

const HIDDEN = /[\p{C}\p{Z}]/gu; // but the plain space

/**
 * Fill a sentence in one of the two languages.
 * @param {Sentence} sentence
 * @param {Language} language
 * @param {Record<string, unknown>} [values]
 */
export function say(sentence, language, values = {}) {
  return sentence[language].replace(/\{(\w+)\}/g, (_, key) => shown(String(values[key])));
}

/**
 * Replace what must not reach a screen from a record: control and direction characters.
 * @param {string} text
 */
export function shown(text) {
  return text.replace(HIDDEN, (letter) => {
    const code = /** @type {number} */ (letter.codePointAt(0));
    return letter === " " ? letter : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/**
 * Say one finding in a line: where, then what.
 * @param {CheckName} check that found it
 * @param {Finding} finding
 * @param {Language} language
 */
export function findingText(check, finding, language) {
  const { entry, person, question, tracker } = finding;
  const parts = [];
  const word = Check[check] < Check.log_form ? WORDS.entry : WORDS.log_entry;
  if (entry !== null) parts.push(say(word, language, { entry }));
  if (person !== null) parts.push(`«${shown(person)}»`);
  else if (question !== null) parts.push(say(WORDS.question, language, { question }));
  if (tracker !== null) parts.push(say(WORDS.tracker, language, { tracker }));
  const what = whatText(finding, language);
  return parts.length ? `${parts.join(", ")}: ${what}` : what;
}

/**
 * @param {Finding} finding
 * @param {Language} language
 */
function whatText({ code, isRefusal, values }, language) {
  if (!isRefusal) return say(FAULTS[code], language, values);
  const reason = say(REASONS[code] || LOGS[code], language);
  return values.detail ? `${reason} (${shown(values.detail)})` : reason;
}

/**
 * Write the report as `python -m audit --json` does.
 * @param {string} name of the record
 * @param {Verdict} verdict
 * @param {Language} language
 */
export function jsonReport(name, { checks, summary, isSound, given }, language) {
  const { election, result, ...figures } = summary;
  const { stage, entries, ballots, credentials, trustees, counted, revotes, weight } = figures;
  return {
    record: name,
    outcome: isSound ? "sound" : "findings",
    stage,
    election: election && {
      name: election.name,
      uuid: election.uuid,
      fingerprint: election.fingerprint,
      group: election.group.name,
    },
    ...{ entries, credentials, trustees, ballots, counted, revotes, weight },
    result,
    policy: given.log ? (given.policy ? "given" : "own") : null,
    questions: answerAll(checks, given).map((one) => answerJson(one, language)),
    checks: checks.map((check) => checkJson(check, language)),
  };
}

/**
 * Write why a file cannot be read.
 * @param {string} name of the file
 * @param {import("./errors.js").RecordUnreadable} error
 * @param {Language} language
 */
export function unreadableJson(name, { code, offset, detail }, language) {
  const text = say(UNREADABLE[code], language);
  return { record: name, outcome: "unreadable", code, offset, detail, text };
}

/**
 * @param {import("./inquiries.js").Answered} answered
 * @param {Language} language
 */
function answerJson({ inquiry, answer, reason, checks }, language) {
  const numbers = checks.map((check) => Check[check]);
  return {
    number: 1 + CHECKS_OF.findIndex(([name]) => name === inquiry),
    name: inquiry,
    question: say(INQUIRIES[inquiry], language),
    ...{ answer, reason },
    checks: numbers,
    text: say(ANSWER_REASONS[reason], language, { checks: numbers.join(", ") }),
  };
}

/**
 * @param {CheckResult} check
 * @param {Language} language
 */
function checkJson({ check, state, needs, findings }, language) {
  return {
    number: Check[check],
    name: check,
    title: say(TITLES[check], language),
    state,
    needs: needs && Check[needs],
    findings: findings.map((one) => {
      const { code, entry, question, person, tracker, values } = one;
      const text = findingText(check, one, language);
      return { code, entry, question, person, tracker, values, text };
    }),
  };
}

/**
 * Write a report as JSON on one line; whole numbers of any size stay exact.
 * @param {unknown} value
 * @returns {string}
 */
export function jsonLine(value) {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return `[${value.map(jsonLine).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}:${jsonLine(one)}`);
  return `{${fields.join()}}`;
}
