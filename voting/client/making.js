/**
 * The hub before the opening: cards are made and saved without leaving the page; its lights follow.
 *
 * Without this script the form does the same, but the lights stay as they were until a reload.
 */

const KEPT_MS = 60000;

export class Making {
  /** @param {HTMLFormElement} form that asks for cards */
  constructor(form) {
    /** @private */ this.form = form;
    /** @private */ this.isBusy = false;
  }

  /** Listen. */
  run() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.isBusy) this.make();
    });
  }

  /** Ask for cards once, and save them. */
  async make() {
    this.isBusy = true;
    this.say("working");
    const asked = new FormData(this.form);
    const answer = await fetch(this.form.action, { method: "POST", body: asked }).catch(() => null);
    const file = answer === null || !isPdf(answer) ? null : await answer.blob().catch(() => null);
    this.isBusy = false;
    if (file !== null) {
      save(file, `cards-${asked.get("paper")}.pdf`);
      this.say("done");
      await this.follow();
    } else if (answer === null || isPdf(answer)) {
      this.say("lost");
    } else {
      this.form.submit(); // refused: the page says why; what is there already is asked about again
    }
  }

  /**
   * Show the lights as they are now.
   * @private
   */
  async follow() {
    const answer = await fetch(this.form.dataset.lights || "", { cache: "no-store" }).catch(() => null);
    if (answer === null || !answer.ok) return;
    const lights = /** @type {Record<string, [string, string]>} */ (await answer.json());
    for (const [part, [light, sentence]] of Object.entries(lights)) {
      const place = document.querySelector(`[data-part="${part}"]`);
      const sample = document.querySelector(`[data-light="${light}"] .light`);
      if (place === null || sample === null) continue;
      const old = /** @type {Element} */ (place.querySelector(".light"));
      /** @type {Node} */ (old.parentNode).replaceChild(sample.cloneNode(true), old);
      /** @type {Element} */ (place.querySelector(".reasons")).textContent = sentence;
    }
  }

  /**
   * @private
   * @param {string} key
   */
  say(key) {
    const place = /** @type {HTMLElement} */ (this.form.querySelector('[role="status"]'));
    place.textContent = place.dataset[key] || "";
  }
}

/** @param {Response} answer */
function isPdf(answer) {
  return answer.ok && (answer.headers.get("Content-Type") || "").includes("pdf");
}

/**
 * @param {Blob} file
 * @param {string} name
 */
function save(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  document.body.appendChild(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS); // its codes can vote
}
