/**
 * The scenes of the stage: how each draws its figures. What a figure means stands in words beside
 * it; lights and bars have a shape and a word besides their colour.
 */

import { drawn, element, emptied } from "./booth_page.js";
import { grouped } from "./box_mark.js";

const WHOLE = 10000; // hundredths of a percent
const MOST_NAMED = 8; // members whose names fit
const FEW = 1000; // counts below it
const FEW_LEVELS = 3; // stand beside each other however large
const CLOCK_SLACK = 2; // seconds by which an answer may be old

/**
 * @typedef {{ name: string, position: string, photo: string, counts: number[],
 *   percents: number[] | null, standing: string | null }} Person
 * @typedef {{ first: number, total: number, page: number, pages: number, whole: number | null,
 *   people: Person[] }} Result
 * @typedef {{ opens: boolean, needed: number,
 *   members: { name: string, is_ready: boolean }[] }} Committee
 * @typedef {{ present: number | null, whole: number | null, needed: number | null,
 *   is_reached: boolean | null }} Attendance
 * @typedef {{ scene: string, state: string, size: number, words: string,
 *   network?: { name: string, password: string | null }, attendance?: Attendance,
 *   turnout?: { cast: number, issued: number, left: number | null, here: number | null },
 *   committee?: Committee,
 *   result?: Result }} State
 * @typedef {{ place: (ref: string) => HTMLElement, say: (key: string) => string,
 *   write: (where: Element, text: string) => void }} Page
 */

/** @type {Record<string, (state: State, page: Page) => void>} */
export const DRAW = {
  welcome: drawWelcome,
  checkin: drawCheckin,
  turnout: drawTurnout,
  ceremony: drawCeremony,
  person: drawPerson,
  table: drawTable,
};

/**
 * @param {State} state
 * @param {Page} page
 */
function drawWelcome({ network }, { place, write }) {
  place("network").toggleAttribute("hidden", network === undefined);
  if (network === undefined) return;
  const code = /** @type {HTMLImageElement} */ (place("wifi-code"));
  const isOld = code.dataset.of === JSON.stringify(network);
  if (!isOld) code.src = `${document.body.dataset.wifi || ""}#${Date.now()}`;
  code.dataset.of = JSON.stringify(network);
  write(place("wifi-name"), network.name);
  write(place("wifi-password"), network.password || "");
  place("wifi-secured").toggleAttribute("hidden", network.password === null);
}

/**
 * @param {State} state
 * @param {Page} page
 */
function drawCheckin({ attendance }, { place, say, write }) {
  if (attendance === undefined) throw new Error("no answer");
  const { present, needed, whole, is_reached: isReached } = attendance;
  for (const [ref, value] of /** @type {const} */ ([
    ["present", present],
    ["needed", needed],
    ["whole", whole],
  ])) {
    write(place(ref), value === null ? "–" : grouped(value));
  }
  drawBar(place("quorum-bar"), [present || 0], whole || 0, ["2"], needed);
  place("reached").toggleAttribute("hidden", isReached !== true);
  place("missing").toggleAttribute("hidden", isReached !== false);
  const count = Math.max(0, (needed || 0) - (present || 0));
  write(place("missing-said"), say("missing").replace("{count}", grouped(count)));
}

const clock = { ends: NaN, timer: 0 };

/**
 * @param {State} state
 * @param {Page} page
 */
function drawTurnout({ state, turnout }, { place, say, write }) {
  if (turnout === undefined) throw new Error("no answer");
  const { cast, issued, left, here } = turnout;
  write(place("cast"), grouped(cast));
  write(place("issued"), grouped(issued));
  write(place("state"), say(`state_${state}`));
  write(place("here"), here === null ? "" : say("here").replace("{count}", grouped(here)));
  drawBar(place("cast-bar"), [cast], issued, ["2"], null);
  const runs = left !== null && (state === "open" || state === "prepared");
  place("clock").toggleAttribute("hidden", !runs);
  if (!runs || left === null) clock.ends = NaN;
  else keepTime(left);
  const tick = () => {
    if (Number.isNaN(clock.ends)) return;
    const rest = Math.max(0, Math.ceil((clock.ends - performance.now()) / 1000));
    write(place("left"), rest > 0 ? minutes(rest) : say("over"));
  };
  tick();
  if (clock.timer === 0) clock.timer = window.setInterval(tick, 250);
}

/**
 * Set the clock by an answer, unless it is right already: it runs on without the network.
 * @param {number} left seconds
 */
function keepTime(left) {
  const ends = performance.now() + left * 1000;
  if (!(Math.abs(clock.ends - ends) <= CLOCK_SLACK * 1000)) clock.ends = ends;
}

/** @param {number} seconds */
function minutes(seconds) {
  const rest = String(seconds % 60).padStart(2, "0");
  return `${Math.floor(seconds / 60)}:${rest}`;
}

/**
 * @param {State} state
 * @param {Page} page
 */
function drawCeremony({ committee }, { place, say, write }) {
  if (committee === undefined) throw new Error("no answer");
  const { members, needed, opens } = committee;
  const ready = members.filter((one) => one.is_ready).length;
  write(place("ready"), `${ready}/${members.length}`);
  write(place("shares"), say(opens ? "shares_used" : "shares_tried"));
  const sentence = say(ready >= needed ? "enough" : "not_enough");
  write(place("enough"), sentence.replace("{needed}", grouped(needed)));
  const list = emptied(place("members"));
  list.classList.toggle("many", members.length > MOST_NAMED);
  members.forEach(({ name, is_ready: isReady }, number) => {
    const said = say(isReady ? "member_ready" : "member_waits");
    const named = members.length > MOST_NAMED ? String(number + 1) : name;
    const line = element("li", { class: isReady ? "lit" : "unlit" }, light(isReady));
    line.appendChild(element("span", { class: "member-name" }, named));
    line.appendChild(document.createTextNode(" "));
    line.appendChild(element("span", { class: "member-said" }, said));
    list.appendChild(line);
  });
}

/** @param {boolean} isReady */
function light(isReady) {
  const attributes = { viewBox: "0 0 16 16", class: "lamp", "aria-hidden": "true" };
  const ring = drawn("circle", { cx: "8", cy: "8", r: "7" });
  const tick = drawn("path", { d: "M4 8.5 7 11.5 12.5 5" });
  return drawn("svg", attributes, ring, ...(isReady ? [tick] : []));
}

/**
 * @param {State} state
 * @param {Page} page
 */
function drawPerson({ result }, { place, say, write }) {
  const person = result === undefined ? undefined : result.people[0];
  if (result === undefined || person === undefined) throw new Error("no answer");
  const number = say("of").replace("{place}", grouped(result.first));
  write(place("place"), number.replace("{total}", grouped(result.total)));
  write(place("name"), person.name);
  write(place("position"), person.position);
  drawPhoto(/** @type {HTMLImageElement} */ (place("photo")), person.photo);
  const isFew = person.counts.length <= FEW_LEVELS && Math.max(...person.counts) < FEW;
  /** @type {Element} */ (place("name").closest("section")).toggleAttribute("data-few", isFew);
  const shares = person.percents || [];
  for (const one of Array.from(document.querySelectorAll("[data-count]"))) {
    write(one, grouped(person.counts[Number(one.getAttribute("data-count"))] || 0));
  }
  for (const one of Array.from(document.querySelectorAll("[data-share]"))) {
    const share = shares[Number(one.getAttribute("data-share"))];
    write(one, share === undefined ? "" : percent(share));
  }
  const depths = shares.map((_, level) => say(`depth_${level}`));
  drawBar(place("person-bar"), shares, WHOLE, depths, null);
  write(place("standing"), person.standing === null ? "" : say(`standing_${person.standing}`));
  write(place("base"), shares.length > 0 ? baseSaid(say, result.whole) : "");
}

/**
 * @param {State} state
 * @param {Page} page
 */
function drawTable({ result }, { place, say, write }) {
  if (result === undefined) throw new Error("no answer");
  const number = say("of").replace("{place}", grouped(result.page));
  write(place("page"), result.pages > 1 ? number.replace("{total}", grouped(result.pages)) : "");
  const rows = emptied(place("rows"));
  for (const person of result.people) {
    const name = element("th", { scope: "row" }, person.name);
    const cells = person.counts.map((count, level) => {
      const share = person.percents === null ? undefined : person.percents[level];
      const cell = element("td", { class: "figure" }, element("strong", {}, grouped(count)));
      const told = share === undefined ? "" : ` ${percent(share)}`;
      cell.appendChild(element("span", { class: "share" }, told));
      return cell;
    });
    rows.appendChild(element("tr", {}, name, ...cells));
  }
  write(place("table-base"), baseSaid(say, result.whole));
}

/**
 * @param {HTMLImageElement} image
 * @param {string} digest
 */
function drawPhoto(image, digest) {
  image.toggleAttribute("hidden", digest === "");
  const address = (document.body.dataset.photo || "").replace(/0{64}/, digest);
  if (digest !== "" && image.getAttribute("src") !== address) image.src = address;
}

/**
 * @param {Page["say"]} say
 * @param {number | null} whole
 */
function baseSaid(say, whole) {
  const said = say("base").replace("{base}", say("base_name"));
  return whole === null ? said : `${said} (${grouped(whole)})`;
}

/**
 * Draw parts of a whole beside each other, and the place that must be reached.
 * @param {Element} svg
 * @param {number[]} parts
 * @param {number} whole
 * @param {string[]} depths the shade of each part
 * @param {number | null} needed
 */
function drawBar(svg, parts, whole, depths, needed) {
  emptied(svg);
  /** @param {number} value */
  const share = (value) => `${whole > 0 ? Math.min(100, (100 * value) / whole) : 0}%`;
  svg.appendChild(drawn("rect", { class: "whole", width: "100%", height: "100%" }));
  let before = 0;
  parts.forEach((part, number) => {
    const attributes = { x: share(before), width: share(part), height: "100%" };
    svg.appendChild(drawn("rect", { class: `depth-${depths[number]}`, ...attributes }));
    before += part;
  });
  if (needed === null || whole === 0) return;
  const line = { x1: share(needed), x2: share(needed), y1: "0", y2: "100%" };
  svg.appendChild(drawn("line", { class: "under", ...line }));
  svg.appendChild(drawn("line", line));
}

/**
 * Write hundredths of a percent: 66,60 % in Vietnamese, 66.60% in English.
 * @param {number} value
 */
function percent(value) {
  const isEnglish = document.documentElement.lang === "en";
  const text = `${Math.floor(value / 100)}${isEnglish ? "." : ","}${String(value % 100).padStart(2, "0")}`;
  return `${text}%`;
}
