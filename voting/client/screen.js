/**
 * What the screens of a hall share: they look again for ever, keep what they show while no answer
 * comes, and go on by themselves. Once a minute everything moves by a few pixels, so that nothing
 * burns in.
 */

const SECOND = 1000;
const PATIENCE_MS = 5 * SECOND;
const SHIFT_MS = 60 * SECOND;
const SHIFTS = 4;
const LOST_AFTER = 2; // looks without an answer

/**
 * Look for ever.
 * @param {number} every milliseconds between a look and the next
 * @param {() => Promise<void>} look fails where no answer can be used
 * @param {(isLost: boolean) => void} told after each look, whether the last ones failed
 */
export function lookForEver(every, look, told) {
  let missed = 0;
  const tick = async () => {
    try {
      await look();
      missed = 0;
    } catch (error) {
      missed += 1;
    }
    told(missed >= LOST_AFTER);
    setTimeout(tick, every);
  };
  tick();
  let turn = 0;
  setInterval(() => {
    turn += 1;
    document.body.dataset.shift = String(turn % SHIFTS);
  }, SHIFT_MS);
}

/**
 * Fetch a text; an answer that never ends is none.
 * @param {string} url
 * @throws {Error}
 */
export async function ask(url) {
  const stop = typeof AbortController === "function" ? new AbortController() : null;
  const timer = setTimeout(() => stop !== null && stop.abort(), PATIENCE_MS);
  try {
    const signal = stop === null ? {} : { signal: stop.signal };
    const answer = await fetch(url, { credentials: "omit", cache: "no-store", ...signal });
    if (!answer.ok) throw new Error("no answer");
    return await answer.text();
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Return the place of the page that a name refers to.
 * @param {string} ref
 * @returns {HTMLElement}
 */
export function place(ref) {
  return /** @type {HTMLElement} */ (document.querySelector(`[data-ref="${ref}"]`));
}

/**
 * Return a sentence that stands in the page, or nothing.
 * @param {string} key
 */
export function say(key) {
  const found = /^\w+$/.test(key) ? document.querySelector(`[data-say="${key}"]`) : null;
  return found === null ? "" : (found.textContent || "").trim();
}

/**
 * Write a text where it is not there yet.
 * @param {Element} where
 * @param {string} text
 */
export function write(where, text) {
  if (where.textContent !== text) where.textContent = text;
}
