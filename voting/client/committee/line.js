/** What a member's page says to the server and hears from it (docs/committee.md). */

const PATIENCE_MS = 30_000;

/**
 * How the committee stands.
 * @typedef {object} State
 * @property {string} uuid
 * @property {string} name
 * @property {number} size
 * @property {number} threshold how many are needed
 * @property {boolean} server_share whether the key has a part of the server's
 * @property {number} attempt
 * @property {Round | "done"} round the one that is going on
 * @property {"keys" | "prepared" | "voting" | "closed" | "tallied" | "published"} state
 * @property {{ index: number, name: string, is_head: boolean }} you
 * @property {MemberState[]} members
 * @property {number} can_decrypt
 * @property {number} needed
 * @property {number} needed_to_open
 * @property {boolean} stopped
 * @property {string | null} [replaced_by] uuid
 */

/** @typedef {"certificate" | "commitment" | "polynomial" | "voutput"} Round */

/**
 * @typedef {object} MemberState
 * @property {number} index
 * @property {string} name
 * @property {boolean} is_head
 * @property {Round[]} sent
 * @property {{ refusal: string, message: string, round: Round, by: number | null } | null} fault
 * @property {boolean} drilled
 * @property {boolean} decrypted
 * @property {number} renewals how often the link was given anew
 */

/** The server did not answer. */
export class Lost extends Error {}

/** The server refused. */
export class ServerRefused extends Error {
  /**
   * @param {string} refusal
   * @param {string} sentence for the person
   */
  constructor(refusal, sentence) {
    super(refusal);
    this.refusal = refusal;
    this.sentence = sentence;
  }
}

/** Addresses of what everybody may read. @typedef {Record<"definition" | "log" | "checkpoint" | "record", string>} Places */

export class Line {
  /**
   * @param {string} base address of the committee's API, without a slash at its end
   * @param {string} token SECRET
   * @param {Places} places
   */
  constructor(base, token, places) {
    /** @private */ this.base = base;
    /** @private */ this.token = token;
    /** @private */ this.places = places;
  }

  /** Return the exact text of the frozen definition. @returns {Promise<string>} */
  async definition() {
    return (await this.fetched("definition")).text();
  }

  /** Return the log as one file. @returns {Promise<Blob>} */
  async log() {
    return (await this.fetched("log")).blob();
  }

  /** Return the newest checkpoint with its cosignatures. @returns {Promise<string>} */
  async checkpoint() {
    return (await this.fetched("checkpoint")).text();
  }

  /** Return the record. @returns {Promise<Blob>} */
  async record() {
    return (await this.fetched("record")).blob();
  }

  /**
   * @private
   * @param {keyof Places} place
   * @throws {Lost}
   */
  async fetched(place) {
    const response = await fetch(this.places[place], { cache: "no-cache" }).catch(() => null);
    if (response === null || !response.ok) throw new Lost();
    return response;
  }

  /** @returns {Promise<State>} */
  state() {
    return this.json("");
  }

  /**
   * Return what all members sent in a round.
   * @param {"certificates" | "commitments" | "polynomials" | "voutputs"} what
   * @returns {Promise<string[]>}
   */
  messages(what) {
    return this.json(`/${what}`);
  }

  /**
   * @param {Round} round
   * @param {string} message exact text
   */
  send(round, message) {
    return this.ask(`/${round}`, message);
  }

  /**
   * @param {Round} round
   * @param {number} index
   * @param {string} refusal
   */
  blame(round, index, refusal) {
    return this.ask("/blame", JSON.stringify({ round, index, refusal }));
  }

  /** @returns {Promise<{ election: string, trustees: string, encrypted_tally: string }>} */
  drill() {
    return this.json("/drill");
  }

  /** Return what this member sent in the drill. @returns {Promise<string>} */
  async ownDrill() {
    return (await this.ask("/drill/own")).text();
  }

  /** @param {string} partial */
  sendDrill(partial) {
    return this.ask("/drill", partial);
  }

  /** @returns {Promise<{ encrypted_tally: string, number: number }>} */
  tally() {
    return this.json("/tally");
  }

  /** @param {{ partial: string, proof: string }} decryption */
  sendDecryption(decryption) {
    return this.ask("/decryption", JSON.stringify(decryption));
  }

  /** @returns {Promise<any>} */
  result() {
    return this.json("/result");
  }

  publish() {
    return this.ask("/publication", "");
  }

  /**
   * @private
   * @param {string} path
   */
  async json(path) {
    return (await this.ask(path)).json();
  }

  /**
   * @private
   * @param {string} path
   * @param {string} [body] to be posted
   * @throws {Lost | ServerRefused}
   */
  async ask(path, body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
    const headers = {
      Authorization: `Bearer ${this.token}`,
      "Accept-Language": document.documentElement.lang,
    };
    const method = body === undefined ? "GET" : "POST";
    try {
      const settings = { method, headers, body, signal: stop.signal, cache: /** @type {const} */ ("no-store") };
      const response = await fetch(this.base + path, settings);
      if (!response.ok) throw await refusalOf(response);
      return response;
    } catch (error) {
      throw error instanceof ServerRefused ? error : new Lost();
    } finally {
      clearTimeout(timer);
    }
  }
}

/** @param {Response} response */
async function refusalOf(response) {
  if (response.status >= 500) return new Lost();
  try {
    const { refusal, message } = await response.json();
    return typeof refusal === "string" ? new ServerRefused(refusal, String(message)) : new Lost();
  } catch (error) {
    return new Lost();
  }
}
