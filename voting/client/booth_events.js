/** What a person does to the booth: taps, keys, the browser's own "back", leaving. */

import { leadOn, takeFragment } from "./booth_card.js";
import { refuseMore } from "./booth_choose.js";
import { drawLeft } from "./booth_draw.js";
import { goTo, nextUnmarked, showRow } from "./booth_rate.js";
import { showConfirmFault } from "./booth_review.js";

/** @typedef {import("./booth.js").Booth} Booth */

const SPOT_PX = 24; // a finger that taps twice stays within this

/** @type {Record<string, (booth: Booth, row: number) => void>} */
const ACTIONS = {
  larger: ({ page }) => page.toggleLarger(),
  next: ({ turn }) => toNext(turn),
  clear(booth, row) {
    choose(booth, row, null);
    const first = document.querySelector(`[data-person="${row}"] input`);
    if (first !== null) /** @type {HTMLElement} */ (first).focus({ preventScroll: true });
  },
  review(booth) {
    const { page, turn } = booth;
    if (turn.firstMissing() >= 0) {
      toNext(turn);
      page.write("left-fault", page.say("every_row"));
    } else {
      turn.settle();
      booth.show("review");
    }
  },
  back: () => window.history.back(),
  change({ turn }, row) {
    turn.wanted = row;
    window.history.back();
  },
  send(booth) {
    const { page, turn } = booth;
    if (turn.needsConfirmation() && !turn.isConfirmed) showConfirmFault(page, true);
    else booth.send();
  },
  check: (booth) => booth.check(),
  open: (booth) => booth.open(),
  resume(booth) {
    booth.closeOpened();
    booth.show("review");
  },
  again(booth) {
    if (booth.conference.isOfSitting) leadOn(booth.turn.credential);
    else if (booth.turn.credential) booth.prepare();
    else booth.begin("");
  },
  card: (booth) => booth.begin(""),
};

/** @param {import("./booth_turn.js").Turn} turn */
function toNext(turn) {
  const row = nextUnmarked(turn.choices, turn.last);
  if (row < 0) return;
  turn.last = row;
  goTo(row);
}

/**
 * @param {Booth} booth
 * @param {number} row
 * @param {number | null} choice
 */
function choose({ page, turn }, row, choice) {
  turn.choose(row, choice);
  showRow(row, choice);
  drawLeft(page, turn);
}

/**
 * Listen to everything, on the document: the page's body is replaced with its language.
 * @param {Booth} booth
 */
export function listen(booth) {
  document.addEventListener("click", (event) => clicked(booth, event));
  document.addEventListener("change", (event) => changed(booth, event));
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    const input = /** @type {HTMLInputElement} */ (booth.page.ref("credential"));
    if (booth.page.screen === "card") booth.accept(input.value);
  });
  window.addEventListener("hashchange", () => scannedAgain(booth));
  window.addEventListener("popstate", () => wentBack(booth));
  window.addEventListener("beforeunload", (event) => {
    if (!booth.turn.isPrecious()) return;
    event.preventDefault();
    event.returnValue = "";
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && booth.page.screen !== "done") window.location.reload();
  });
}

/** Where the last press was: the second tap of a double tap falls on whatever has come there. */
let lastPress = { x: -SPOT_PX, y: -SPOT_PX };

/** @param {MouseEvent} press */
function wasThere({ clientX: x, clientY: y }) {
  const distance = Math.hypot(x - lastPress.x, y - lastPress.y);
  lastPress = { x, y };
  return distance < SPOT_PX;
}

/**
 * @param {Booth} booth
 * @param {Event} event
 */
function clicked(booth, event) {
  const target = /** @type {Element} */ (event.target);
  const language = target.closest("a[hreflang]");
  if (language !== null) {
    event.preventDefault();
    changeLanguage(booth, language.getAttribute("hreflang") || "");
    return;
  }
  const pressed = /** @type {HTMLElement | null} */ (target.closest("[data-do]"));
  if (pressed === null) return;
  const act = ACTIONS[pressed.dataset.do || ""];
  const isSameSpot = wasThere(/** @type {MouseEvent} */ (event));
  const isAgain = booth.page.isDeaf() && (isSameSpot || pressed.closest(".bar") !== null);
  if (act !== undefined && !isAgain) act(booth, Number(pressed.dataset.row));
}

/**
 * @param {Booth} booth
 * @param {Event} event
 */
function changed(booth, { target }) {
  const input = /** @type {HTMLInputElement} */ (target);
  if (input.type === "radio" && booth.page.screen === "rate") {
    choose(booth, Number(input.dataset.row), Number(input.value));
  } else if (input.type === "checkbox" && input.dataset.row !== undefined) {
    if (input.checked && booth.turn.isFull()) refuseMore(booth.page, booth.turn, input);
    else choose(booth, Number(input.dataset.row), input.checked ? 0 : null);
  } else if (input.dataset.ref === "confirm") {
    booth.turn.isConfirmed = input.checked;
    showConfirmFault(booth.page, false);
  }
}

/** @type {Promise<unknown>} */
let told = Promise.resolve();

/**
 * Change the language without losing anything, and let the server remember it.
 * @param {Booth} booth
 * @param {string} language
 */
function changeLanguage(booth, language) {
  const { page } = booth;
  const { scrollY } = window;
  const { screen } = page;
  page.take(language);
  if (screen !== null) {
    booth.draw();
    page.show(screen, true);
  }
  window.scrollTo(0, scrollY);
  const link = document.querySelector(`a[hreflang="${language}"]`);
  if (link !== null) /** @type {HTMLElement} */ (link).focus({ preventScroll: true });
  const address = `${window.location.pathname}?lang=${language}`;
  const tell = () => fetch(address, { method: "HEAD", keepalive: true });
  told = told.then(tell, tell); // one after the other, so that the last one is what is kept
}

/**
 * Another card was scanned into this very page.
 * @param {Booth} booth
 */
function scannedAgain(booth) {
  const scanned = takeFragment();
  if (scanned === "" || booth.turn.isPrecious()) return;
  if (booth.conference.isOfSitting) leadOn(scanned);
  else booth.begin(scanned);
}

/** @param {Booth} booth */
function wentBack(booth) {
  const { page, turn } = booth;
  if (page.screen === "check" || page.screen === "opened") {
    booth.closeOpened();
    booth.show("review");
  } else if (page.screen === "review") {
    booth.show("rate");
    if (turn.wanted >= 0) goTo(turn.wanted);
    else if (turn.last >= 0) goTo(turn.last);
    turn.wanted = -1;
  }
}
