/** Figures that keep up by themselves: an open page of the day asks every two seconds. */

import { grouped } from "./box_mark.js";

const EVERY_MS = 2000;

export class Figures {
  /** @param {HTMLElement} place that has the address to ask */
  constructor(place) {
    /** @private */ this.place = place;
    /** @private */ this.url = place.dataset.figures || "";
    /** @private */ this.state = place.dataset.state || "";
  }

  /** Ask for ever; a page that nobody sees does not. */
  run() {
    setTimeout(async () => {
      if (!document.hidden) await this.ask();
      this.run();
    }, EVERY_MS);
  }

  /** @private */
  async ask() {
    const answer = await fetch(this.url, { cache: "no-store" }).catch(() => null);
    const isJson = answer !== null && (answer.headers.get("Content-Type") || "").includes("json");
    if (answer === null || !answer.ok || !isJson) {
      this.lost(true);
      return;
    }
    const told = await answer.json();
    this.lost(false);
    if (told.state !== this.state) {
      this.again();
      return;
    }
    this.draw(told);
  }

  /**
   * Show the page anew: another state has other equations. What a refused form gave is not sent again.
   * @private
   */
  again() {
    const { again } = this.place.dataset;
    if (again) window.location.assign(again);
    else window.location.reload();
  }

  /**
   * @private
   * @param {boolean} isLost
   */
  lost(isLost) {
    const place = /** @type {HTMLElement | null} */ (document.querySelector('[data-ref="lost"]'));
    if (place !== null && place.hidden === isLost) place.hidden = !isLost;
  }

  /**
   * @private
   * @param {Record<string, number> & { sums: { verdict: string, difference: number }[] }} told
   */
  draw(told) {
    for (const place of Array.from(document.querySelectorAll("[data-figure]"))) {
      const value = told[place.getAttribute("data-figure") || ""];
      if (Number.isSafeInteger(value)) write(place, grouped(value));
    }
    const equations = Array.from(document.querySelectorAll("[data-equation]"));
    equations.forEach((equation, index) => {
      const sum = told.sums[index];
      if (sum === undefined) return;
      const { verdict, difference } = sum;
      if (equation.getAttribute("data-equation") !== verdict) equation.setAttribute("data-equation", verdict);
      for (const one of Array.from(equation.querySelectorAll("[data-when]"))) {
        const isShown = one.getAttribute("data-when") === verdict;
        if (one.hasAttribute("hidden") === isShown) one.toggleAttribute("hidden", !isShown);
      }
      for (const one of Array.from(equation.querySelectorAll("[data-difference]"))) {
        write(one, grouped(Math.abs(difference)));
      }
    });
  }
}

/**
 * @param {Element} place
 * @param {string} text
 */
function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
