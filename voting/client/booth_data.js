/** What the booth is told by its page: the conference, the people, and whether the election agrees. */

/**
 * @typedef {object} Person
 * @property {string} name
 * @property {string} post may be empty
 * @property {string} section may be empty
 * @property {string} photo its address; may be empty
 */

/**
 * @typedef {object} Conference
 * @property {string} uuid
 * @property {string} state
 * @property {string} fingerprint
 * @property {string} api address of the conference's resources, without a slash at the end
 * @property {string} logKey verification key of the log, by which receipts are judged
 * @property {string} policy its witnesses (tlog-policy)
 * @property {number} seats how many an election (bầu cử) elects; 0: it is no election
 * @property {boolean} isOfSitting the same cards are good for further votes
 * @property {Person[]} people
 */

/**
 * Read the conference from the page that the server wrote.
 * @param {Document} from
 * @returns {Conference}
 */
export function readConference(from) {
  const list = /** @type {HTMLElement} */ (from.querySelector("[data-uuid]"));
  const { uuid = "", state = "", fingerprint = "", api = "", logKey = "", policy = "" } = list.dataset;
  const seats = Number(list.dataset.seats || 0);
  const isOfSitting = list.dataset.sitting !== undefined;
  const people = Array.from(list.querySelectorAll("li"), (item) => ({
    name: textOf(item.querySelector(".name")),
    post: textOf(item.querySelector(".post")),
    section: item.dataset.section || "",
    photo: addressOf(item.querySelector("img")),
  }));
  return { uuid, state, fingerprint, api, logKey, policy, seats, isOfSitting, people };
}

/** @param {Element | null} found */
function addressOf(found) {
  return (found === null ? null : found.getAttribute("src")) || "";
}

/** @param {Element | null} found */
function textOf(found) {
  return found === null ? "" : (found.textContent || "").trim();
}

/**
 * What the election asks: per question, whether it must be marked and how many answers there are.
 * @typedef {{ isRequired: boolean, answers: number }} Asked
 */

/**
 * Compare the election's exact bytes with the people that the page shows, row by row.
 *
 * A page that showed other names than the ones that are encrypted for would be a forged paper.
 * @param {Uint8Array} data
 * @param {Conference} conference
 * @returns {Asked[] | null} null if they differ
 */
export function readAsked(data, conference) {
  const { questions, uuid } = JSON.parse(new TextDecoder().decode(data));
  const { people, seats } = conference;
  const names = people.map(({ name, post }) => (post ? `${name}, ${post}` : name));
  if (uuid !== conference.uuid) return null;
  if (seats > 0) return readList(questions, names, seats);
  if (questions.length !== people.length) return null;
  if (!names.every((name, row) => questions[row].question === name)) return null;
  return questions.map((/** @type {any} */ { min, answers }) => ({
    isRequired: min > 0,
    answers: answers.length,
  }));
}

/**
 * Compare the one question of an election with the list: the same names, as many seats.
 * @param {any[]} questions
 * @param {string[]} names
 * @param {number} seats
 * @returns {Asked[] | null}
 */
function readList(questions, names, seats) {
  if (questions.length !== 1) return null;
  const [{ answers, blank, max }] = questions;
  const agrees = blank === true && max === seats && answers.length === names.length;
  if (!agrees || !names.every((name, row) => answers[row] === name)) return null;
  return [{ isRequired: false, answers: answers.length }];
}

/**
 * Group consecutive people of one section.
 * @param {Person[]} people
 * @returns {{ title: string, rows: number[] }[]}
 */
export function sectionsOf(people) {
  /** @type {{ title: string, rows: number[] }[]} */
  const sections = [];
  people.forEach(({ section }, row) => {
    const last = sections[sections.length - 1];
    if (last !== undefined && last.title === section) last.rows.push(row);
    else sections.push({ title: section, rows: [row] });
  });
  return sections;
}
