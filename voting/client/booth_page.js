/**
 * The booth's page: its words in both languages, its screens, and small helpers for elements.
 *
 * The server writes one template a language (templates/booth/body.html). The page takes one of them
 * as its whole body; another language replaces it without losing anything, offline too, because
 * every screen is drawn again from what the booth knows.
 */

/** @typedef {"card" | "waiting" | "rate" | "review" | "check" | "opened" | "sending" | "done" | "notice"} Screen */

const LARGER = "tinnhiem-larger"; // all that is ever kept in the browser: "1"
const SVG = "http://www.w3.org/2000/svg";
const DEAF_MS = 600; // after a screen changes, a second tap of the same finger means nothing

/**
 * Make an element.
 * @param {string} tag
 * @param {Record<string, string | boolean>} [attributes] true: present, false: absent
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  return /** @type {HTMLElement} */ (filled(document.createElement(tag), attributes, children));
}

/**
 * Make a drawing's element.
 * @param {string} tag
 * @param {Record<string, string | boolean>} [attributes]
 * @param {...(Node | string)} children
 */
export function drawn(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

/**
 * @param {Element} made
 * @param {Record<string, string | boolean>} attributes
 * @param {(Node | string)[]} children
 */
function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children) {
    made.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  }
  return made;
}

/** @param {Element} parent */
export function emptied(parent) {
  while (parent.firstChild) parent.removeChild(parent.firstChild);
  return parent;
}

export class Page {
  constructor() {
    /** @private @type {Map<string, HTMLTemplateElement>} */
    this.bodies = new Map();
    document.querySelectorAll("template[data-language]").forEach((found) => {
      const template = /** @type {HTMLTemplateElement} */ (found);
      this.bodies.set(template.dataset.language || "", template);
    });
    this.language = document.documentElement.lang;
    /** @type {Screen | null} */
    this.screen = null;
    /** @private */ this.deafUntil = 0;
    this.take(this.language);
    this.useLarger(isLargerKept());
  }

  /**
   * Take the body of a language.
   * @param {string} language
   */
  take(language) {
    const template = this.bodies.get(language);
    if (template === undefined) return;
    this.language = language;
    document.documentElement.lang = language;
    document.title = template.title;
    emptied(document.body).appendChild(document.importNode(template.content, true));
    this.useLarger(document.documentElement.classList.contains("larger"));
  }

  /**
   * Return the element that carries data-ref.
   * @param {string} name
   * @returns {HTMLElement}
   */
  ref(name) {
    const found = document.querySelector(`[data-ref="${name}"]`);
    if (found === null) throw new Error(`no element ${name}`);
    return /** @type {HTMLElement} */ (found);
  }

  /**
   * Return a sentence of the page's language, its {names} filled in.
   * @param {string} key
   * @param {Record<string, string | number>} [values]
   */
  say(key, values = {}) {
    const found = /^\w+$/.test(key) ? document.querySelector(`[data-say="${key}"]`) : null;
    if (found === null) return "";
    const text = (found.textContent || "").trim();
    return text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
  }

  /**
   * Say a number of things: the sentence `key_one` or `key_other`.
   * @param {string} key
   * @param {number} count
   * @param {Record<string, string | number>} [values]
   */
  count(key, count, values = {}) {
    return this.say(`${key}_${count === 1 ? "one" : "other"}`, { count, ...values });
  }

  /**
   * Write a text where data-ref is, if it is not there already (so that it is not read out twice).
   * @param {string} name
   * @param {string} text
   */
  write(name, text) {
    const place = this.ref(name);
    if (place.textContent !== text) place.textContent = text;
  }

  /**
   * Show one screen and put the reader at its heading.
   * @param {Screen} screen
   * @param {boolean} [isSame] it was shown already (another language)
   */
  show(screen, isSame = false) {
    document.querySelectorAll("[data-screen]").forEach((found) => {
      const section = /** @type {HTMLElement} */ (found);
      section.hidden = section.dataset.screen !== screen;
    });
    const mark = /** @type {HTMLElement | null} */ (document.querySelector('[data-ref="page-mark"]'));
    if (mark !== null) mark.hidden = screen === "done"; // there the receipt has its own
    this.screen = screen;
    if (isSame) return;
    window.scrollTo(0, 0);
    const heading = document.querySelector(`[data-screen="${screen}"] h1`);
    if (heading !== null) /** @type {HTMLElement} */ (heading).focus({ preventScroll: true });
  }

  /** A screen changes under the finger. */
  deafen() {
    this.deafUntil = Date.now() + DEAF_MS;
  }

  /** Tell whether a tap now would be the second one of a double tap on the screen before. */
  isDeaf() {
    return Date.now() < this.deafUntil;
  }

  /** @param {boolean} isLarger */
  useLarger(isLarger) {
    document.documentElement.classList.toggle("larger", isLarger);
    document.querySelectorAll('[data-do="larger"]').forEach((button) => {
      button.setAttribute("aria-pressed", String(isLarger));
    });
  }

  /** Change between plain and large type, and keep that. */
  toggleLarger() {
    const isLarger = !document.documentElement.classList.contains("larger");
    this.useLarger(isLarger);
    try {
      if (isLarger) window.localStorage.setItem(LARGER, "1");
      else window.localStorage.removeItem(LARGER);
    } catch (error) {
      // Storage is forbidden: it holds for this page only.
    }
  }
}

function isLargerKept() {
  try {
    return window.localStorage.getItem(LARGER) === "1";
  } catch (error) {
    return false;
  }
}
