/**
 * The files that somebody dropped or chose, in any order: each is told by what it holds, since
 * names are changed on the way.
 */

/** @typedef {import("./session.js").Asked} Asked */
/** @typedef {"record" | "log" | "policy" | "kept"} Kind */

const PEEKED = 1 << 16;

/**
 * What files of a kind begin with or hold; the first that fits decides.
 * @type {[Kind, RegExp][]}
 */
const CONTENTS = [
  ["record", /^BELENIOS/],
  ["log", /^tinnhiem\/log\//],
  ["kept", /^c2sp\.org\/tlog-proof/],
  ["kept", /\n\n— /],
  ["policy", /^(log|witness|group|quorum)[ \t]/m],
];
/** Where the content says nothing. @type {[Kind, RegExp][]} */
const NAMES = [
  ["record", /\.bel$/i],
  ["log", /\.tlog$/i],
  ["policy", /policy.*\.txt$/i],
];

/**
 * Tell what a file is; null if nothing says it.
 * @param {File} file
 */
async function kindOf(file) {
  const head = await file.slice(0, PEEKED).arrayBuffer();
  const text = new TextDecoder().decode(head);
  const found =
    CONTENTS.find(([, form]) => form.test(text)) || NAMES.find(([, form]) => form.test(file.name));
  return found === undefined ? null : found[0];
}

/** What is there to be verified. */
export class Given {
  constructor() {
    /** @type {File | null} */ this.record = null;
    /** @type {File | null} */ this.log = null;
    /** @type {File | null} */ this.policy = null;
    /** Checkpoints and receipts. @type {File[]} */ this.kept = [];
  }

  /** Every file with what it is. @returns {[Kind, File][]} */
  files() {
    /** @type {[Kind, File | null][]} */
    const single = [["record", this.record], ["log", this.log], ["policy", this.policy]];
    const kept = this.kept.map((file) => /** @type {[Kind, File]} */ (["kept", file]));
    return [...single.flatMap(([kind, file]) => (file === null ? [] : [pair(kind, file)])), ...kept];
  }

  /**
   * Add files; a later log or policy takes the place of an earlier one, another record that of all.
   * @param {File[]} files
   * @returns {Promise<"" | "one_record" | "unknown_file" | "unread_file">} why they were not taken
   */
  async add(files) {
    /** @type {[Kind | null, File][]} */
    let sorted;
    try {
      sorted = await Promise.all(files.map(async (file) => pair(await kindOf(file), file)));
    } catch (error) {
      return "unread_file";
    }
    const isAlone = files.length === 1 && this.record === null;
    const read = sorted.map(([kind, file]) => pair(isAlone ? kind || "record" : kind, file));
    if (read.some(([kind]) => kind === null)) return "unknown_file";
    const records = read.filter(([kind]) => kind === "record");
    if (records.length > 1) return "one_record";
    if (records.length && this.record !== null) this.clear();
    for (const [kind, file] of read) {
      if (kind === "kept") this.kept.push(file);
      else if (kind !== null) this[kind] = file;
    }
    return "";
  }

  /** Forget all. */
  clear() {
    this.record = null;
    this.log = null;
    this.policy = null;
    this.kept = [];
  }

  /** Tell whether something waits for a log, without which it means nothing. */
  needsLog() {
    return this.log === null && (this.policy !== null || this.kept.length > 0);
  }

  /**
   * Return what to verify; null without a record.
   * @param {File | null} earlier
   * @returns {Asked | null}
   */
  asked(earlier) {
    const { record, log, policy, kept } = this;
    return record === null ? null : { record, name: record.name, earlier, log, policy, kept };
  }
}

/**
 * @template A, B
 * @param {A} first
 * @param {B} second
 * @returns {[A, B]}
 */
function pair(first, second) {
  return [first, second];
}
