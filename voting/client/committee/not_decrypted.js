/** A member's device refuses: something is not as it must be, and nothing was decrypted. */

/**
 * Why; each is a sentence of the page.
 * @typedef {"other_conference" | "other_member" | "other_election" | "other_definition"
 *   | "unannounced_share" | "bad_drill" | "bad_record" | "log_differs" | "other_tally"
 *   | "second_tally" | "too_few"} Code
 */

export class NotDecrypted extends Error {
  /**
   * @param {Code} code
   * @param {Record<string, string>} [values]
   */
  constructor(code, values = {}) {
    super(code);
    this.code = code;
    this.values = values;
  }
}
