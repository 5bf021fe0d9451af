/** Show a verification's report: verdict, plain questions, figures, numbered checks, result. */

import { STAGES, STATES, WORDS } from "../audit/catalogue.js";
import { Check } from "../audit/findings.js";
import { ANSWERS } from "../audit/inquiry_sentences.js";
import { say, shown } from "../audit/report.js";
import { SAID } from "./words.js";

/** @typedef {import("../audit/report.js").Language} Language */
/** @typedef {import("./given.js").Given} Given */
/** @typedef {import("./session.js").Answer} Answer */

/** @type {Record<string, string>} */
const MARKS = { passed: "✓", failed: "✗", not_reached: "–", not_run: "?" };
/** How an answer is shown: as the state of a check. @type {Record<string, string>} */
const STATE_OF = { yes: "passed", no: "failed", not_yet: "not_reached", unchecked: "not_run" };

/**
 * Make an element.
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * Return everything that is shown of an answer.
 * @param {Answer} answer
 * @param {Given} given
 * @param {Language} language
 * @returns {HTMLElement[]}
 */
export function reportElements(answer, given, language) {
  const report = answer[language];
  if (report.outcome === "unreadable") return [verdict("wrong", unreadable(report, language))];
  const count = report.checks.reduce(
    (/** @type {number} */ sum, /** @type {any} */ check) => sum + check.findings.length,
    0,
  );
  const isSound = report.outcome === "sound";
  const key = isSound ? (report.stage === "result" ? "sound" : "sound_so_far") : "findings";
  return [
    verdict(isSound ? "holds" : "wrong", say(WORDS[key], language, { count })),
    element("h2", {}, say(WORDS.questions, language)),
    questionList(report, language),
    ...trustLines(report, given, language),
    element("h2", {}, say(WORDS.record, language)),
    summaryList(report, given, language),
    element("h2", {}, say(WORDS.checks, language)),
    element("p", { class: "quiet" }, say(SAID.checks_why, language)),
    checkList(report, language),
    ...resultTable(report, answer.questions, language),
  ];
}

/**
 * @param {"holds" | "wrong"} kind
 * @param {string} text
 */
function verdict(kind, text) {
  const sign = element("span", { "aria-hidden": "true" }, kind === "holds" ? "✓ " : "✗ ");
  return element("p", { class: `verdict ${kind}`, tabindex: "-1", "data-ref": "verdict" }, sign, text);
}

/**
 * @param {any} report
 * @param {Language} language
 */
function unreadable({ record, text, offset, detail }, language) {
  const where = say(WORDS.at_byte, language, { offset });
  const more = detail ? ` (${shown(detail)})` : "";
  return `${say(WORDS.unreadable, language)}: ${shown(record)}: ${where}: ${text}${more}`;
}

/**
 * The plain questions, each with its answer and the reason.
 * @param {any} report
 * @param {Language} language
 */
function questionList({ questions }, language) {
  return element(
    "ol",
    { class: "checks" },
    ...questions.map((/** @type {any} */ { number, question, answer, reason, checks, text }) => {
      const own = SAID[`because_${reason}`];
      const because = own ? say(own, language, { checks: checks.join(", ") }) : text;
      return element(
        "li",
        { class: STATE_OF[answer], value: `${number}`, "data-question": `${number}` },
        element("span", { class: "mark", "aria-hidden": "true" }, MARKS[STATE_OF[answer]]),
        element("span", { class: "number" }, `${number}`),
        element(
          "div",
          {},
          `${question} `,
          element("strong", { class: "answer", "data-answer": answer }, say(ANSWERS[answer], language)),
          element("span", { class: "quiet reason" }, because),
        ),
      );
    }),
  );
}

/**
 * Say whose policy the signatures were judged by, and what could not be used.
 * @param {any} report
 * @param {Given} given
 * @param {Language} language
 */
function trustLines({ policy }, given, language) {
  if (given.needsLog()) return [element("p", { class: "fault" }, say(SAID.needs_log, language))];
  if (policy === null) return [];
  const file = given.policy === null ? "" : given.policy.name;
  const how = say(SAID[`trust_${policy}_policy`], language, { file });
  return [element("p", { "data-ref": "trust" }, `${say(WORDS.trust, language)}: ${how}`)];
}

/**
 * @param {any} report
 * @param {Given} given
 * @param {Language} language
 */
function summaryList(report, given, language) {
  const { election } = report;
  /** @type {[string, unknown][]} */
  const rows = [["record", report.record], ["log", given.log && given.log.name]];
  if (election) rows.push(["name", election.name], ["uuid", election.uuid]);
  if (election) rows.push(["fingerprint", election.fingerprint], ["group", election.group]);
  rows.push(["stage", say(STAGES[report.stage], language)], ["entries", report.entries]);
  rows.push(["credentials", report.credentials], ["trustees", report.trustees]);
  rows.push(["ballots", ballotsText(report, language)]);
  const pairs = rows.filter(([, value]) => value !== null);
  return element(
    "dl",
    { class: "pairs" },
    ...pairs.map(([key, value]) =>
      element(
        "div",
        {},
        element("dt", {}, say(WORDS[key], language)),
        element("dd", key === "fingerprint" ? { class: "code" } : {}, shown(String(value))),
      ),
    ),
  );
}

/**
 * @param {any} report
 * @param {Language} language
 */
function ballotsText({ ballots, counted, revotes, weight }, language) {
  const parts = [];
  if (counted !== null) parts.push(say(WORDS.counted, language, { counted }));
  if (revotes) parts.push(say(WORDS.revotes, language, { revotes }));
  if (weight !== counted) parts.push(say(WORDS.weight, language, { weight }));
  return parts.length ? `${ballots} (${parts.join(", ")})` : String(ballots);
}

/**
 * @param {any} report
 * @param {Language} language
 */
function checkList({ checks }, language) {
  return element(
    "ol",
    { class: "checks" },
    ...checks.map((/** @type {any} */ { number, title, state, needs, findings }) => {
      const because = needs === null ? "" : ` ${say(WORDS.needs, language, { needs })}`;
      const isUnasked = number === Check.log_witnesses && state === "not_reached";
      const how = say(isUnasked ? WORDS.nobody_asked : STATES[state], language);
      const said = `${how}${because}`;
      const found = findings.map((/** @type {any} */ { text }) => element("li", {}, text));
      return element(
        "li",
        { class: state, value: String(number), "data-check": String(number), "data-state": state },
        element("span", { class: "mark", "aria-hidden": "true" }, MARKS[state]),
        element("span", { class: "number" }, `${number}`),
        element(
          "div",
          {},
          title,
          element("span", { class: state === "passed" ? "hearing" : "state" }, `: ${said}`),
          ...(found.length ? [element("ul", {}, ...found)] : []),
        ),
      );
    }),
  );
}

/**
 * Show the result: a row a person where all are rated alike, else a list a question. A result of a
 * wrong shape is a finding of check 22, and shown as far as it goes.
 * @param {any} report
 * @param {Answer["questions"]} questions
 * @param {Language} language
 * @returns {HTMLElement[]}
 */
function resultTable({ result }, questions, language) {
  if (result === null) return [];
  const asked = questions.slice(0, result.length).map(({ question, answers, blank }, at) => ({
    head: `${at + 1}. ${shown(question)}`,
    labels: (blank ? [say(WORDS.blank, language), ...answers] : answers).map(shown),
    counts: result[at].map(String),
  }));
  const isAlike = asked.every(
    ({ labels, counts }) =>
      labels.join("\n") === asked[0].labels.join("\n") && counts.length === labels.length,
  );
  const caption = element("caption", {}, say(SAID.what_it_says, language));
  const parts = isAlike && asked.length > 0 ? levels(asked, language) : lists(asked, language);
  return [
    element("h2", {}, say(WORDS.result, language)),
    element("table", { class: isAlike ? "levels" : "lists" }, caption, ...parts),
  ];
}

/** @typedef {{ head: string, labels: string[], counts: string[] }} Asked */

/**
 * @param {Asked[]} asked
 * @param {Language} language
 */
function levels(asked, language) {
  const heads = asked[0].labels.map((label) => element("th", { scope: "col", class: "figure" }, label));
  const first = element("th", { scope: "col" }, say(SAID.person, language));
  const rows = asked.map(({ head, counts }) => {
    const figures = counts.map((count) => element("td", { class: "figure" }, count));
    return element("tr", {}, element("th", { scope: "row" }, head), ...figures);
  });
  return [
    element("thead", {}, element("tr", {}, first, ...heads)),
    element("tbody", {}, ...rows),
  ];
}

/**
 * @param {Asked[]} asked
 * @param {Language} language
 */
function lists(asked, language) {
  const heads = ["row", "count"].map((key) =>
    element("th", { scope: "col", class: key === "count" ? "figure" : "" }, say(SAID[key], language)),
  );
  const bodies = asked.map(({ head, labels, counts }) => {
    const rows = labels.slice(0, counts.length).map((label, place) => {
      const figure = element("td", { class: "figure" }, counts[place]);
      return element("tr", {}, element("th", { scope: "row" }, label), figure);
    });
    const title = element("th", { scope: "rowgroup", colspan: "2" }, head);
    return element("tbody", {}, element("tr", {}, title), ...rows);
  });
  return [element("thead", {}, element("tr", {}, ...heads)), ...bodies];
}
