/**
 * The ballot of an election (bầu cử): one list with a checkbox a person, at most so many ticked as
 * are to be elected, and what is shown of it afterwards: whom it elects.
 */

import { sectionsOf } from "./booth_data.js";
import { element, emptied } from "./booth_page.js";
import { fullName } from "./booth_rate.js";

/** @typedef {import("./booth_page.js").Page} Page */
/** @typedef {import("./booth_data.js").Person} Person */
/** @typedef {import("./booth_turn.js").Turn} Turn */

/**
 * Draw the list, in its order, with what is ticked already.
 * @param {Page} page
 * @param {Person[]} people
 * @param {(number | null)[]} choices
 */
export function drawList(page, people, choices) {
  const list = emptied(page.ref("people"));
  for (const { title, rows } of sectionsOf(people)) {
    const section = element("section", {});
    if (title) section.appendChild(element("h2", {}, title));
    for (const row of rows) section.appendChild(drawCandidate(page, row, people[row], choices[row]));
    list.appendChild(section);
  }
}

/**
 * @param {Page} page
 * @param {number} row
 * @param {Person} person
 * @param {number | null} choice
 */
function drawCandidate(page, row, person, choice) {
  const { name, post, photo } = person;
  const isChosen = choice !== null;
  const input = /** @type {HTMLInputElement} */ (
    element("input", {
      type: "checkbox",
      value: "0",
      autocomplete: "off",
      "data-row": String(row),
      "aria-label": `${row + 1}. ${fullName(page, person)}`,
    })
  );
  input.checked = isChosen;
  const size = { width: "48", height: "64" };
  return element(
    "label",
    { class: isChosen ? "candidate marked" : "candidate", "data-person": String(row) },
    input,
    element("span", { class: "frame" }),
    element("span", { class: "box", "aria-hidden": "true" }),
    ...(photo ? [element("img", { class: "photo", alt: "", loading: "lazy", ...size, src: photo })] : []),
    element(
      "span",
      { class: "who" },
      element("span", { class: "number" }, `${row + 1}. `),
      element("span", { class: "name" }, name),
      ...(post ? [element("span", { class: "post" }, post)] : []),
    ),
  );
}

/**
 * Say how many are chosen, out of how many.
 * @param {Page} page
 * @param {Turn} turn
 */
export function drawChosen(page, turn) {
  page.write("left", page.say("chosen", { count: turn.chosen(), seats: turn.seats }));
  page.write("left-fault", "");
}

/**
 * Untick what was ticked over the number, and say what to do.
 * @param {Page} page
 * @param {Turn} turn
 * @param {HTMLInputElement} input
 */
export function refuseMore(page, turn, input) {
  input.checked = false;
  page.write("left-fault", page.say("too_many", { seats: turn.seats }));
}

/**
 * Draw the review: how many are elected, whom; nobody needs a confirmation.
 * @param {Page} page
 * @param {Person[]} people
 * @param {Turn} turn
 */
export function drawElected(page, people, turn) {
  const count = turn.chosen();
  page.write("chosen-count", count > 0 ? page.say("elects", { count, seats: turn.seats }) : "");
  drawNames(page, "chosen", people, turn.choices);
  emptied(page.ref("unmarked-names"));
  page.ref("unmarked").hidden = count > 0;
}

/**
 * List those who are chosen, with their numbers in the list.
 * @param {Page} page
 * @param {string} place
 * @param {Person[]} people
 * @param {(number | null)[]} choices
 */
export function drawNames(page, place, people, choices) {
  const list = emptied(page.ref(place));
  people.forEach(({ name, post }, row) => {
    if (choices[row] === null) return;
    const who = element(
      "span",
      { class: "who" },
      element("span", { class: "number" }, `${row + 1}. `),
      element("span", { class: "name" }, name),
      ...(post ? [element("span", { class: "post" }, post)] : []),
    );
    list.appendChild(element("li", {}, who));
  });
  if (list.firstChild === null) list.appendChild(element("li", {}, page.say("elects_nobody")));
}
