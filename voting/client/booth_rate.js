/** The rating screen: one radiogroup a person, and the line that says how many are left. */

import { sectionsOf } from "./booth_data.js";
import { drawn, element, emptied } from "./booth_page.js";

/** @typedef {import("./booth_page.js").Page} Page */
/** @typedef {import("./booth_data.js").Person} Person */

/** @typedef {{ name: string, mark: string, depth: string }} Level */

/**
 * Return the levels as the page's language names them, high to low.
 * @param {Page} page
 * @returns {Level[]}
 */
export function levelsOf(page) {
  return Array.from(page.ref("levels").children, (item) => {
    const { mark = "", depth = "1" } = /** @type {HTMLElement} */ (item).dataset;
    return { name: (item.textContent || "").trim(), mark, depth };
  });
}

/**
 * Draw the letter mark of a level, in the depth that it has everywhere.
 * @param {Level} level
 */
export function levelMark({ mark, depth }) {
  const letter = drawn(
    "text",
    { class: `on-${depth}${mark === "t" ? " low" : ""}`, x: "12", y: "12" },
    mark,
  );
  const square = drawn("rect", { class: `depth-${depth}`, width: "24", height: "24" });
  return drawn(
    "svg",
    { class: "swatch", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    square,
    letter,
  );
}

/**
 * Write "Nguyễn Văn An, Bộ trưởng", as it is addressed.
 * @param {Page} page
 * @param {Person} person
 */
export function fullName(page, { name, post }) {
  return page.say(post ? "person_post" : "person", { name, post });
}

/**
 * Draw the list of people, with what is chosen already.
 * @param {Page} page
 * @param {Person[]} people
 * @param {(number | null)[]} choices
 */
export function drawRows(page, people, choices) {
  const levels = levelsOf(page);
  const list = emptied(page.ref("people"));
  for (const { title, rows } of sectionsOf(people)) {
    const section = element("section", {});
    if (title) section.appendChild(element("h2", {}, title));
    for (const row of rows) section.appendChild(drawRow(page, row, people, choices[row], levels));
    list.appendChild(section);
  }
}

/**
 * Draw a photo; it loads when it is scrolled to, and its place is kept until then.
 * @param {string} src
 */
function drawPhoto(src) {
  const size = { width: "48", height: "64" };
  return element("img", { class: "photo", alt: "", loading: "lazy", ...size, src });
}

/**
 * @param {Page} page
 * @param {number} row
 * @param {Person[]} people
 * @param {number | null} chosen
 * @param {Level[]} levels
 */
function drawRow(page, row, people, chosen, levels) {
  const { name, post, photo } = people[row];
  const legend = element(
    "legend",
    {},
    ...(photo ? [drawPhoto(photo)] : []),
    element("span", { class: "number" }, `${row + 1}. `),
    element("span", { class: "name" }, name),
  );
  if (post) legend.appendChild(element("span", { class: "post" }, post));
  const after = `, ${fullName(page, people[row])}`;
  const tiles = levels.map((level, place) => drawTile(row, place, level, after, chosen === place));
  const clear = element(
    "button",
    {
      type: "button",
      class: "plain clear",
      "data-do": "clear",
      "data-row": String(row),
      "aria-label": page.say("clear") + after,
    },
    page.say("clear"),
  );
  return element(
    "fieldset",
    { class: chosen === null ? "person" : "person marked", "data-person": String(row), role: "radiogroup" },
    legend,
    element("div", { class: levels.length > 3 ? "tiles many" : "tiles" }, ...tiles),
    clear,
  );
}

/**
 * @param {number} row
 * @param {number} place
 * @param {Level} level
 * @param {string} after what a screen reader adds: whom the level is for
 * @param {boolean} isChosen
 */
function drawTile(row, place, level, after, isChosen) {
  const input = /** @type {HTMLInputElement} */ (
    element("input", {
      type: "radio",
      name: `row-${row}`,
      value: String(place),
      autocomplete: "off",
      "data-row": String(row),
      "aria-label": level.name + after,
    })
  );
  input.checked = isChosen;
  return element(
    "label",
    { class: "tile" },
    input,
    element("span", { class: "frame" }),
    levelMark(level),
    element("span", { class: "level" }, level.name),
  );
}

/**
 * Return the place of a person in the list.
 * @param {number} row
 * @returns {HTMLElement | null}
 */
function placeOf(row) {
  return document.querySelector(`[data-person="${row}"]`);
}

/**
 * Show that a row is marked, or no longer.
 * @param {number} row
 * @param {number | null} choice
 */
export function showRow(row, choice) {
  const place = placeOf(row);
  if (place === null) return;
  place.classList.toggle("marked", choice !== null);
  place.querySelectorAll("input").forEach((input) => {
    input.checked = choice !== null && input.value === String(choice);
  });
}

/**
 * Go to a person: the row comes below the top edge, the keyboard to its first level.
 * @param {number} row
 */
export function goTo(row) {
  const place = placeOf(row);
  if (place === null) return;
  place.scrollIntoView({ block: "start" });
  const input = place.querySelector("input:checked") || place.querySelector("input");
  if (input !== null) /** @type {HTMLInputElement} */ (input).focus({ preventScroll: true });
}

/**
 * Return the first unmarked row after another one, from the top again at the end; -1 if none.
 * @param {(number | null)[]} choices
 * @param {number} after
 */
export function nextUnmarked(choices, after) {
  const next = choices.findIndex((choice, row) => choice === null && row > after);
  return next >= 0 ? next : choices.indexOf(null);
}
