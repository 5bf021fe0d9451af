/** The part of the page that shows the counts before they are published; the head publishes them. */

import { element, emptied } from "../booth_page.js";
import { ServerRefused } from "./line.js";

/** @typedef {import("./line.js").State} State */

export class Result {
  /**
   * @param {import("./saving_part.js").Common} common
   * @param {() => void} done
   */
  constructor({ screen, line }, done) {
    /** @private */ this.screen = screen;
    /** @private */ this.line = line;
    /** @private */ this.done = done;
    /** @private */ this.isShown = false;
  }

  listen() {
    const { screen } = this;
    screen.ref("sure").addEventListener("change", () => {
      screen.button("publish").disabled = !screen.input("sure").checked;
    });
    screen.ref("publish").addEventListener("click", () => this.publish());
  }

  /** @param {State} state */
  async show({ you }) {
    this.screen.ref("publishing").hidden = !you.is_head;
    this.screen.ref("not-head").hidden = you.is_head;
    if (this.isShown) return;
    this.isShown = true;
    try {
      this.draw(await this.line.result());
    } catch (error) {
      this.isShown = false;
      if (error instanceof ServerRefused) this.screen.fault(error.sentence);
    }
  }

  /**
   * @private
   * @param {{ levels: string[], people: { name: string, counts: number[] }[] }} result
   */
  draw({ levels, people }) {
    const head = emptied(this.screen.ref("result-head"));
    const body = emptied(this.screen.ref("result-body"));
    head.appendChild(element("th", { scope: "col" }, this.screen.say("person")));
    for (const answer of levels) head.appendChild(element("th", { scope: "col", class: "figure" }, answer));
    for (const { name, counts } of people) {
      const cells = counts.map((count) => element("td", { class: "figure" }, String(count)));
      body.appendChild(element("tr", {}, element("th", { scope: "row" }, name), ...cells));
    }
  }

  /** @private */
  async publish() {
    const { screen } = this;
    screen.button("publish").disabled = true;
    try {
      await this.line.publish();
    } catch (error) {
      screen.fault(error instanceof ServerRefused ? error.sentence : screen.say("lost"));
      screen.button("publish").disabled = false;
    }
    this.done();
  }
}
