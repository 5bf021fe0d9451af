/** Why a file cannot be read as a record at all (closed list); twin of audit/errors.py. */

/**
 * @typedef {"no_file" | "empty" | "not_a_record" | "truncated" | "bad_checksum" | "bad_field" |
 *   "bad_name" | "bad_padding" | "end_block" | "member_too_large" | "too_many_members" |
 *   "changed_while_read" | "worker_lost" | "not_a_log" | "entry_too_long" | "log_too_large" |
 *   "bad_checkpoint" | "bad_policy" | "bad_evidence"} Unreadable
 */

/** A file is not a record in its one form; `offset` is the byte where that shows. */
export class RecordUnreadable extends Error {
  /**
   * @param {Unreadable} code
   * @param {number} [offset]
   * @param {string} [detail] the field, name or size concerned
   * @param {string} [file] its name, where it is not the record itself but what came with it
   */
  constructor(code, offset = 0, detail = "", file = "") {
    super(`${code} at byte ${offset}: ${detail}`);
    this.name = "RecordUnreadable";
    this.code = code;
    this.offset = offset;
    this.detail = detail;
    this.file = file;
  }
}
