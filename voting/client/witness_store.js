/**
 * What a witness's browser keeps: its key, and of each log the last checkpoint and any alarm.
 *
 * In localStorage, which a person can clear and a private window forgets: export the key.
 */

/** @typedef {import("./witness_watch.js").Memory} Memory */

const KEY = "tinnhiem-witness-key";
const LOG = "tinnhiem-witness-log-";

/** What is kept where storage is forbidden: for this page only. @type {Map<string, string>} */
const inMemory = new Map();

/** Tell whether what is kept outlives the page. */
export function isStorageLasting() {
  try {
    window.localStorage.setItem(`${LOG}test`, "1");
    window.localStorage.removeItem(`${LOG}test`);
    return true;
  } catch (error) {
    return false;
  }
}

/** @param {string} name */
function get(name) {
  try {
    return window.localStorage.getItem(name);
  } catch (error) {
    return inMemory.get(name) || null;
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
function set(name, value) {
  try {
    window.localStorage.setItem(name, value);
  } catch (error) {
    inMemory.set(name, value);
  }
}

/** Return the text of the key, null if there is none. SECRET */
export function keptKey() {
  return get(KEY);
}

/** @param {string} secretText SECRET */
export function keepKey(secretText) {
  set(KEY, secretText);
}

/**
 * Return the memory of one log.
 * @param {string} origin
 */
export function memoryOf(origin) {
  return {
    /** @returns {Memory} */
    read() {
      const kept = get(LOG + origin);
      return kept === null ? { last: null, alarm: null } : JSON.parse(kept);
    },
    write(/** @type {Memory} */ memory) {
      set(LOG + origin, JSON.stringify(memory));
    },
  };
}
