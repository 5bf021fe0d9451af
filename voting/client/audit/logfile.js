/**
 * The log as one file, `<uuid>.tlog`: kind, entries line by line, an empty line, checkpoint; twin of
 * audit/logfile.py. What can be read is judged; what cannot is refused with the byte.
 */

import { BallotsError } from "../ballots/errors.js";
import { utf8 } from "../ballots/hashing.js";
import { parseCheckpoint } from "../checkpoint.js";
import { LogRefused } from "../log_errors.js";
import { leafHash } from "../merkle.js";
import { MAX_NOTE } from "../note.js";
import { Reader } from "./archive.js";
import { MAX_ENTRY, parseEntry } from "./entries.js";
import { RecordUnreadable } from "./errors.js";
import { attempted } from "./record.js";

/** @typedef {import("./archive.js").Source} Source */
/** @typedef {import("./entries.js").Entry} Entry */
/** @typedef {import("./errors.js").Unreadable} Unreadable */
/** @typedef {import("../checkpoint.js").SignedCheckpoint} SignedCheckpoint */

export const KIND = "tinnhiem/log/v1";
const MAX_ENTRIES = 1000000;
const MAX_BYTES = 2 ** 29;
const NEWLINE = 10;
const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * A file beside the record, with the name that people know it by.
 * @typedef {{ name: string, source: Source }} Named
 */

/**
 * One entry: its index, the hash of its bytes as a leaf, what it says or why not.
 * @typedef {object} LogLine
 * @property {number} index
 * @property {Uint8Array} leaf
 * @property {Entry | null} entry
 * @property {BallotsError | null} error
 */

/** @typedef {{ lines: LogLine[], leaves: Uint8Array[], signed: SignedCheckpoint }} LogFile */

/**
 * Read a log, line by line.
 * @param {Named} file
 * @returns {Promise<LogFile>}
 * @throws {RecordUnreadable} empty, not_a_log, truncated, entry_too_long, log_too_large,
 *   bad_checkpoint
 */
export async function readLog({ name, source }) {
  const fail = (/** @type {Unreadable} */ code, /** @type {number} */ at, detail = "") =>
    new RecordUnreadable(code, at, detail, name);
  const reader = new Reader(source);
  const first = utf8(`${KIND}\n`);
  const head = await reader.take(0, first.length);
  if (!head.length) throw fail("empty", 0);
  if (head.length < first.length || head.some((byte, at) => byte !== first[at])) {
    throw fail("not_a_log", 0);
  }
  /** @type {LogLine[]} */
  const lines = [];
  let offset = first.length;
  for (;;) {
    const window = await reader.take(offset, MAX_ENTRY + 1);
    const length = window.indexOf(NEWLINE);
    if (length === 0) break;
    if (lines.length === MAX_ENTRIES || offset > MAX_BYTES) {
      throw fail("log_too_large", offset, String(lines.length));
    }
    if (length < 0) {
      const code = window.length > MAX_ENTRY ? "entry_too_long" : "truncated";
      throw fail(code, offset, `entry ${lines.length}`);
    }
    lines.push(readLine(lines.length, window.subarray(0, length)));
    offset += length + 1;
  }
  const rest = await reader.take(offset + 1, 4 * MAX_NOTE);
  if (!rest.length) throw fail("truncated", offset + 1);
  try {
    const signed = parseCheckpoint(STRICT.decode(rest));
    return { lines, leaves: lines.map(({ leaf }) => leaf), signed };
  } catch (error) {
    throw fail("bad_checkpoint", offset + 1, reasonOf(error));
  }
}

/**
 * Hash an entry and read what it says, if it says anything.
 * @param {number} index
 * @param {Uint8Array} content
 * @returns {LogLine}
 */
function readLine(index, content) {
  const leaf = leafHash(content);
  const read = attempted(() => parseEntry(content));
  return read instanceof BallotsError
    ? { index, leaf, entry: null, error: read }
    : { index, leaf, entry: read, error: null };
}

/**
 * Say in a code why a text beside the record is refused.
 * @param {unknown} error
 */
export function reasonOf(error) {
  if (error instanceof LogRefused) return error.code;
  if (error instanceof TypeError) return "UTF-8"; // what TextDecoder throws
  throw error;
}
