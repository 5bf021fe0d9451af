/** Links that are shown once: copied at a press, and printed, a slip for each person. */

export class Links {
  /** Listen; without a script the buttons are not there. */
  run() {
    for (const button of Array.from(document.querySelectorAll("[data-do]"))) {
      /** @type {HTMLElement} */ (button).hidden = false;
    }
    document.addEventListener("click", ({ target }) => {
      const pressed = /** @type {Element} */ (target).closest("[data-do]");
      if (pressed === null) return;
      if (pressed.getAttribute("data-do") === "print") window.print();
      else this.copy(/** @type {HTMLElement} */ (pressed.closest("section")));
    });
  }

  /**
   * Copy the link of a section, and say so there.
   * @private
   * @param {HTMLElement} section
   */
  async copy(section) {
    const link = /** @type {HTMLElement} */ (section.querySelector("pre"));
    const said = /** @type {HTMLElement} */ (section.querySelector('[role="status"]'));
    const isCopied = await this.written(link);
    said.textContent = (isCopied ? said.dataset.done : said.dataset.failed) || "";
  }

  /**
   * Browsers give the clipboard to pages under TLS only; elsewhere what is selected is copied.
   * @private
   * @param {HTMLElement} link
   */
  async written(link) {
    const text = link.textContent || "";
    const clipboard = /** @type {Clipboard | undefined} */ (navigator.clipboard);
    if (clipboard !== undefined) {
      const done = await clipboard.writeText(text).then(() => true, () => false);
      if (done) return true;
    }
    const selection = window.getSelection();
    if (selection === null) return false;
    selection.selectAllChildren(link);
    return document.execCommand("copy");
  }
}
