/** Why a file cannot be read as a record at all (closed list); twin of audit/errors.py. */

/**
 * @typedef {"no_file" | "empty" | "not_a_record" | "truncated" | "bad_checksum" | "bad_field"
 *   | "bad_name" | "bad_padding" | "end_block" | "member_too_large" | "too_many_members"
 *   | "changed_while_read" | "worker_lost"} Unreadable
 */

/** A file is not a record in its one form; `offset` is the byte where that shows. */
export class RecordUnreadable extends Error {
  /**
   * @param {Unreadable} code
   * @param {number} [offset]
   * @param {string} [detail] the field, name or size concerned
   */
  constructor(code, offset = 0, detail = "") {
    super(`${code} at byte ${offset}: ${detail}`);
    this.name = "RecordUnreadable";
    this.code = code;
    this.offset = offset;
    this.detail = detail;
  }
}
