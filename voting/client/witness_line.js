/** The line between a witness and the server: checkpoint and tiles one way, cosignatures the other. */

const PATIENCE_MS = 8000;

export class WitnessLine {
  /** @param {string} log address below which the log lies, with its last slash */
  constructor(log) {
    /** @private */ this.log = log;
  }

  /**
   * Fetch the newest checkpoint.
   * @returns {Promise<string | null>} null: no answer
   */
  async checkpoint() {
    const response = await this.ask("checkpoint", { cache: "no-store" });
    return response !== null && response.ok ? response.text().catch(() => null) : null;
  }

  /**
   * Fetch the newest checkpoint that a witness cosigned.
   * @param {string} keyId in hexadecimal digits
   * @returns {Promise<string | null>} null: no answer, or none
   */
  async cosignedBy(keyId) {
    const response = await this.ask(`checkpoint.cosigned-by/${keyId}`, { cache: "no-store" });
    return response !== null && response.ok ? response.text().catch(() => null) : null;
  }

  /**
   * Fetch a tile.
   * @param {string} path
   * @returns {Promise<Uint8Array | null>} null: no answer, or no such tile
   */
  async tile(path) {
    const response = await this.ask(path, {});
    if (response === null || !response.ok) return null;
    return response.arrayBuffer().then((data) => new Uint8Array(data), () => null);
  }

  /**
   * Send a cosigned checkpoint.
   * @param {string} note
   * @returns {Promise<string>} empty, or why not
   */
  cosign(note) {
    return this.post("cosignatures", note);
  }

  /**
   * Introduce a witness whom the plan did not name.
   * @param {string} key
   * @returns {Promise<string>} empty, or why not
   */
  join(key) {
    return this.post("witnesses", key);
  }

  /**
   * @private
   * @param {string} path
   * @param {string} body
   */
  async post(path, body) {
    const headers = { "Content-Type": "text/plain; charset=utf-8" };
    const response = await this.ask(path, { method: "POST", body, headers });
    if (response === null) return "no_connection";
    if (response.ok) return "";
    const answer = await response.json().catch(() => ({}));
    return typeof answer.refusal === "string" ? answer.refusal : `http_${response.status}`;
  }

  /**
   * @private
   * @param {string} path
   * @param {RequestInit} options
   * @returns {Promise<Response | null>}
   */
  async ask(path, options) {
    const stop = typeof AbortController === "function" ? new AbortController() : null;
    const timer = setTimeout(() => stop !== null && stop.abort(), PATIENCE_MS);
    const signal = stop === null ? {} : { signal: stop.signal };
    try {
      return await fetch(this.log + path, { credentials: "omit", ...signal, ...options });
    } catch (error) {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }
}
