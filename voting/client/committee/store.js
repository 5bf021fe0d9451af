/**
 * What a member's browser keeps. Of the link: the token, for this tab. Of the ceremony: the seed and
 * what was sent, until this browser has verified that the saved copy was restored; afterwards only which election
 * the key is for, which log it is, and which tally was decrypted, so that there is never a second
 * one.
 */

/**
 * @typedef {object} Memory
 * @property {number} [attempt] of the ceremony that the rest belongs to
 * @property {string} [seed] SECRET
 * @property {string} [certificate] as it was sent; it cannot be made again with the same bytes
 * @property {string[]} [certificates] of all, as they were verified
 * @property {string} [polynomial]
 * @property {string[]} [commitments] of all, as they stood before the polynomials were shown
 * @property {string} [voutput]
 * @property {string} [election] fingerprint of the election under the key
 * @property {boolean} [serverShare] whether a share of the server's was announced at the beginning
 * @property {string} [logKey] that signs the log, as it was when the key was made
 * @property {string} [checkpoint] of the log, as it was last seen
 * @property {string} [decrypted] SHA-256 of the encrypted tally that was decrypted
 * @property {Record<string, Memory>} [aside] what belongs to other attempts
 */

/**
 * Return a memory that is at an attempt: what belongs to another one is laid aside, since only the
 * server says which attempt it is; it comes back with its attempt.
 * @param {Memory} memory
 * @param {number} attempt
 * @returns {Memory}
 */
export function turned(memory, attempt) {
  const { aside = {}, ...current } = memory;
  if (current.attempt === undefined || current.attempt === attempt) return memory;
  const { [attempt]: back = { attempt }, ...others } = aside;
  const { decrypted } = current;
  return { ...back, decrypted, aside: { ...others, [current.attempt]: current } };
}

/**
 * Return a memory without the ceremony: which election and log it was, and what was decrypted.
 * @param {Memory} memory
 * @returns {Memory}
 */
export function withoutSecrets({ attempt, election, decrypted, logKey, checkpoint }) {
  return { attempt, election, decrypted, logKey, checkpoint };
}

const NAME = "tinnhiem-committee-";
const TOKEN = /^[A-Za-z0-9_-]{22}$/;

/** What is kept where storage is forbidden: for this page only. @type {Map<string, string>} */
const inMemory = new Map();

/**
 * @param {() => Storage} storage
 * @param {string} name
 */
function get(storage, name) {
  try {
    return storage().getItem(name) || inMemory.get(name) || null;
  } catch (error) {
    return inMemory.get(name) || null;
  }
}

/**
 * @param {() => Storage} storage
 * @param {string} name
 * @param {string} value
 */
function set(storage, name, value) {
  try {
    storage().setItem(name, value);
  } catch (error) {
    inMemory.set(name, value);
  }
}

const local = () => window.localStorage;
const session = () => window.sessionStorage;

/** Tell whether what is kept outlives the page. */
export function isStorageLasting() {
  try {
    local().setItem(`${NAME}test`, "1");
    local().removeItem(`${NAME}test`);
    return true;
  } catch (error) {
    return false;
  }
}

/**
 * Take the token out of the address, where nobody shall see it any more; else the one of this tab.
 * @param {string} uuid
 * @returns {string} empty: there is none. SECRET
 */
export function takeToken(uuid) {
  const { hash, pathname, search } = window.location;
  const given = hash.slice(1);
  if (hash !== "") window.history.replaceState(null, "", pathname + search);
  if (TOKEN.test(given)) set(session, NAME + uuid, given);
  return get(session, NAME + uuid) || "";
}

/**
 * Return the memory of one conference.
 * @param {string} uuid
 */
export function memoryOf(uuid) {
  return {
    /** @returns {Memory} */
    read() {
      return JSON.parse(get(local, NAME + uuid) || "{}");
    },
    /**
     * Keep some more.
     * @param {Memory} more
     */
    add(more) {
      set(local, NAME + uuid, JSON.stringify({ ...this.read(), ...more }));
    },
    /**
     * Be at an attempt, without losing what belongs to another.
     * @param {number} attempt
     */
    turnTo(attempt) {
      set(local, NAME + uuid, JSON.stringify(turned(this.read(), attempt)));
    },
    /** Forget the ceremony; which election and log it was and what was decrypted stays. */
    forgetSecrets() {
      set(local, NAME + uuid, JSON.stringify(withoutSecrets(this.read())));
    },
  };
}

/** @typedef {ReturnType<typeof memoryOf>} Store */
