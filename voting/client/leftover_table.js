/** Cards that stayed at the desk, as the hub takes them for the opening: scanned, or by void sheets. */

import { CardTable } from "./card_table.js";
import { leftOverLines, leftOverText } from "./leftover.js";
import { inSentOrder } from "./voidsheet.js";

export const MOST_LEFT = 5000; // that form may be larger

/** Cards that stayed at the desk, as the form that opens the vote names them: in one field, by lines. */
export class LeftOverTable extends CardTable {
  /** @param {string} scriptUrl */
  constructor(scriptUrl) {
    super(scriptUrl);
    const coming = (this.form.dataset.coming || "").split(" ");
    /** @private */ this.votes = [this.uuid, ...coming.filter((uuid) => uuid !== "")];
    // A code that was typed and not yet taken must not be forgotten when the form is sent.
    this.form.addEventListener("submit", (event) => {
      if (this.code().value === "") return;
      event.preventDefault();
      this.take();
    });
  }

  /** @private */
  field() {
    return /** @type {HTMLTextAreaElement} */ (this.ref("cards"));
  }

  /** @protected */
  kept() {
    return this.field().value.split("\n").filter((line) => line !== "");
  }

  /**
   * @protected
   * @param {string} credential
   */
  names(credential) {
    return leftOverLines(credential, this.votes);
  }

  /**
   * @protected
   * @param {string} name
   */
  short(name) {
    return `${this.uuid} ${name}`;
  }

  /** @protected */
  most() {
    return MOST_LEFT;
  }

  /** @protected */
  count() {
    return this.cards.size / this.votes.length;
  }

  /** @protected */
  draw() {
    // For one vote alone the order in which they were scanned stays: a wrong one has a place there.
    const inOrder = inSentOrder(this.cards).map((line) => `${line}\n`).join("");
    this.field().value = this.votes.length === 1 ? inOrder : leftOverText(this.cards);
    this.write("count", this.say("scanned").replace("{count}", String(this.count())));
    this.off({});
  }
}
