/**
 * Why bytes of a log were refused; twin of `LogFault` and `ReceiptFault` in audit/errors.py.
 *
 * People read the sentences of receipt_verdict.js instead; these codes are for programs.
 */

/**
 * @typedef {"note_malformed" | "key_malformed" | "key_type" | "log_wrong_key"
 *   | "log_bad_signature" | "checkpoint_malformed" | "log_wrong_origin" | "out_of_tree"
 *   | "bad_inclusion" | "bad_consistency" | "log_proof_malformed" | "tile_malformed"
 *   | "tile_missing" | "tile_wrong" | "no_quorum" | "cosignature_time" | "policy_malformed" | "policy_name"
 *   | "policy_duplicate" | "policy_threshold" | "policy_quorum" | "policy_too_large"} LogFault
 */

/** Bytes of a log are not in their one form, or do not hold what they must. */
export class LogRefused extends Error {
  /**
   * @param {LogFault} code
   * @param {string} [detail] the line, field or name concerned
   */
  constructor(code, detail = "") {
    super(detail ? `${code}: ${detail}` : code);
    this.name = "LogRefused";
    /** @type {LogFault} */
    this.code = code;
    this.detail = detail;
  }
}

/** A proof is sound in form, but is no receipt of a ballot. */
export class ReceiptRefused extends Error {
  /** @param {string} [detail] */
  constructor(detail = "") {
    super(detail);
    this.name = "ReceiptRefused";
    this.code = "receipt_not_a_ballot";
    this.detail = detail;
  }
}
