/**
 * Witness policies (C2SP tlog-policy): which logs count, which witnesses must have cosigned; twin
 * of audit/policy.py. A policy is text here: one that is no UTF-8 does not come into a page.
 */

import { utf8 } from "./hashing.js";
import { LogRefused } from "./log_errors.js";
import { COSIGNATURE, ED25519, parseVerificationKey } from "./note.js";
import { isSame } from "./group.js";

/** @typedef {import("./note.js").VerificationKey} VerificationKey */
/** @typedef {{ key: VerificationKey, url: string }} PolicyKey */
/** @typedef {{ threshold: number, members: string[] }} Group */

/**
 * Groups stand in an order in which each names only witnesses and earlier groups.
 * @typedef {object} Policy
 * @property {PolicyKey[]} logs
 * @property {Map<string, PolicyKey>} witnesses
 * @property {Map<string, Group>} groups
 * @property {string} quorum
 */

export const NO_WITNESS = "none";
export const MAX_POLICY = 1 << 18;
const NOT_ALLOWED = /[\u0000-\u0008\u000b-\u001f\u007f]/;
const THRESHOLD = /^[1-9][0-9]{0,5}$/;

/**
 * Read a policy. The detail of a refusal begins with the number of the line.
 * @param {string} content
 * @returns {Policy}
 * @throws {LogRefused} policy_too_large, policy_malformed, policy_name, policy_duplicate,
 *   policy_threshold, policy_quorum, key_malformed, key_type
 */
export function parsePolicy(content) {
  const { length } = utf8(content);
  if (length > MAX_POLICY) throw new LogRefused("policy_too_large", `${length} bytes`);
  if (content && !content.endsWith("\n")) {
    throw new LogRefused("policy_malformed", "last line without its newline");
  }
  const reading = new Reading();
  content.split("\n").forEach((line, place) => {
    try {
      if (NOT_ALLOWED.test(line)) throw new LogRefused("policy_malformed", "control character");
      const [keyword, ...items] = line.split(/[ \t]+/).filter(Boolean);
      if (keyword !== undefined && !keyword.startsWith("#")) reading.read(keyword, items);
    } catch (error) {
      if (!(error instanceof LogRefused)) throw error;
      throw new LogRefused(error.code, `line ${place + 1}: ${error.detail}`);
    }
  });
  return reading.policy();
}

/** What the lines so far have defined. */
class Reading {
  constructor() {
    /** @private @type {PolicyKey[]} */ this.logs = [];
    /** @private @type {Map<string, PolicyKey>} */ this.witnesses = new Map();
    /** @private @type {Map<string, Group>} */ this.groups = new Map();
    /** @private @type {Set<string>} */ this.members = new Set();
    /** @private @type {string | null} */ this.quorum = null;
  }

  /**
   * @param {string} keyword
   * @param {string[]} items
   */
  read(keyword, items) {
    switch (keyword) {
      case "log":
        this.logs.push(parseKey(items, ED25519, this.logs));
        break;
      case "witness": {
        const [name = "", ...rest] = items;
        this.define(name);
        const known = Array.from(this.witnesses.values());
        this.witnesses.set(name, parseKey(rest, COSIGNATURE, known));
        break;
      }
      case "group":
        this.readGroup(items);
        break;
      case "quorum":
        this.readQuorum(items);
        break;
      default:
        throw new LogRefused("policy_malformed", "first word");
    }
  }

  /**
   * @private
   * @param {string[]} items
   */
  readGroup(items) {
    if (items.length < 3) throw new LogRefused("policy_malformed", "too few words");
    const [name, threshold, ...members] = items;
    this.define(name);
    for (const member of members) {
      this.resolve(member);
      if (this.members.has(member)) throw new LogRefused("policy_duplicate", `member ${member}`);
      this.members.add(member);
    }
    this.groups.set(name, { threshold: parseThreshold(threshold, members.length), members });
  }

  /**
   * @private
   * @param {string[]} items
   */
  readQuorum(items) {
    if (items.length !== 1) throw new LogRefused("policy_malformed", "one name");
    if (this.quorum !== null) throw new LogRefused("policy_quorum", "a second one");
    if (items[0] !== NO_WITNESS) this.resolve(items[0]);
    this.quorum = items[0];
  }

  /**
   * Refuse a name that cannot be given to a witness or group.
   * @private
   * @param {string} name
   */
  define(name) {
    if (name === "" || name === NO_WITNESS) throw new LogRefused("policy_malformed", "name");
    if (this.witnesses.has(name) || this.groups.has(name)) {
      throw new LogRefused("policy_duplicate", name);
    }
  }

  /**
   * Refuse a name that no line above defines.
   * @private
   * @param {string} name
   */
  resolve(name) {
    if (!this.witnesses.has(name) && !this.groups.has(name)) {
      throw new LogRefused("policy_name", name);
    }
  }

  /** @returns {Policy} the policy after its last line */
  policy() {
    const { logs, witnesses, groups, quorum } = this;
    if (quorum === null) throw new LogRefused("policy_quorum", "none");
    return { logs, witnesses, groups, quorum };
  }
}

/**
 * Read `<vkey> [<url>]`; no two of a kind may wrap the same public key.
 * @param {string[]} items
 * @param {number} type
 * @param {PolicyKey[]} known
 * @returns {PolicyKey}
 */
function parseKey(items, type, known) {
  if (items.length !== 1 && items.length !== 2) {
    throw new LogRefused("policy_malformed", "number of words");
  }
  const key = parseVerificationKey(items[0], type);
  if (known.some((other) => isSame(other.key.publicKey, key.publicKey))) {
    throw new LogRefused("policy_duplicate", `key of ${key.name}`);
  }
  return { key, url: items[1] || "" };
}

/**
 * Read `all`, `any` or a number from 1 to the number of members.
 * @param {string} text
 * @param {number} members
 */
function parseThreshold(text, members) {
  if (text === "all" || text === "any") return text === "all" ? members : 1;
  if (!THRESHOLD.test(text) || Number(text) > members) {
    throw new LogRefused("policy_threshold", `${text} of ${members}`);
  }
  return Number(text);
}
