/**
 * Sending: the same bytes, again and again until the server has answered what a person can act on.
 *
 * The same ballot gets the same receipt, so that sending again is always safe. A lost connection, a
 * restarting server, or a page of somebody's Wi-Fi in the server's place are no answers. A server
 * that is busy says when to come again (503 and Retry-After): that is no fault, and nobody is told.
 */

/** @typedef {{ kind: "recorded", tracker: string, index: number, receipt: string }} Recorded */
/**
 * statement: the signed refusal of a sound ballot, or nothing.
 * @typedef {{ kind: "refused", refusal: string, message: string, statement: string }} RefusedAnswer
 */

/**
 * again: when a busy server wants to be asked again, in milliseconds.
 * @typedef {{ status: number, answer: any, again: number | null }} Got
 */

const RECEIPT = "c2sp.org/tlog-proof@v1";
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 5000;
const PATIENCE_MS = 20000;
const LONGEST_BUSY_S = 10;

/**
 * Post bytes once.
 * @param {string} url
 * @param {Uint8Array | string} body
 * @param {string} language
 * @returns {Promise<Got | null>} null: nothing that counts as an answer
 */
async function post(url, body, language) {
  const stop = typeof AbortController === "function" ? new AbortController() : null;
  const timer = setTimeout(() => stop !== null && stop.abort(), PATIENCE_MS);
  try {
    const response = await fetch(url, {
      method: "POST",
      body: /** @type {BodyInit} */ (body),
      headers: { "Content-Type": "application/json", "Accept-Language": language },
      credentials: "omit",
      cache: "no-store",
      ...(stop === null ? {} : { signal: stop.signal }),
    });
    const { status } = response;
    return { status, answer: await response.json(), again: againAfter(response) };
  } catch (error) {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Say when a busy server wants to be asked again: as it says, and up to half a second later, so that
 * not all come at once.
 * @param {Response} response
 * @returns {number | null}
 */
function againAfter({ status, headers }) {
  const after = headers.get("Retry-After") || "";
  if (status !== 503 || !/^[0-9]{1,4}$/.test(after)) return null;
  return Math.min(Number(after), LONGEST_BUSY_S) * 1000 + Math.random() * 500;
}

/**
 * Post until there is an answer.
 * @param {string} url
 * @param {Uint8Array | string} body
 * @param {object} options
 * @param {() => string} options.language
 * @param {(attempt: number) => void} options.onLost the attempt failed and will be repeated
 * @returns {Promise<Got>}
 */
async function postUntilAnswered(url, body, { language, onLost }) {
  for (let attempt = 1; ; attempt += 1) {
    const got = await post(url, body, language());
    if (got !== null && isFinal(got)) return got;
    if (got !== null && got.again !== null) {
      await pause(got.again);
      continue;
    }
    onLost(attempt);
    await pause(Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS));
  }
}

/** @param {Got} got */
function isFinal({ status, answer }) {
  if (answer === null || typeof answer !== "object") return false;
  if (status === 200 || status === 201) return true;
  const isBusy = status === 408 || status === 429 || status >= 500;
  return !isBusy && typeof answer.refusal === "string";
}

/**
 * Wait, but not longer than until the network says that it is back.
 * @param {number} milliseconds
 * @returns {Promise<void>}
 */
function pause(milliseconds) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener("online", done);
  });
}

/**
 * Send a ballot until it is recorded or refused.
 * @param {string} api
 * @param {Uint8Array} bytes
 * @param {{ uuid: string, tracker: string }} expected what the receipt must be for
 * @param {{ language: () => string, onLost: (attempt: number) => void }} options
 * @returns {Promise<Recorded | RefusedAnswer>}
 */
export async function sendBallot(api, bytes, expected, options) {
  const { status, answer } = await postUntilAnswered(`${api}/ballots`, bytes, options);
  if (status !== 200 && status !== 201) return refusedAnswer(answer);
  if (!isReceiptFor(answer, expected)) return { kind: "refused", refusal: "bad_receipt", message: "", statement: "" };
  const { tracker, index, receipt } = answer;
  return { kind: "recorded", tracker, index, receipt };
}

/**
 * Is this the receipt of the ballot that was sent? Its proof is judged next (booth_receipt.js).
 * @param {any} answer
 * @param {{ uuid: string, tracker: string }} expected
 */
export function isReceiptFor({ tracker, index, receipt }, expected) {
  if (tracker !== expected.tracker || typeof receipt !== "string") return false;
  const [kind, extra, place] = receipt.split("\n");
  const origin = receipt.split("\n\n")[1]?.split("\n")[0] ?? "";
  if (kind !== RECEIPT || place !== `index ${index}` || !origin.endsWith(`/${expected.uuid}`)) {
    return false;
  }
  return trackerIn(extra) === tracker;
}

/**
 * @param {string} extra the line with the entry of the ballot
 * @returns {string | null} the tracker of the ballot, or null if there is none
 */
function trackerIn(extra) {
  try {
    const { event } = JSON.parse(atob(extra.replace(/^extra /, "")).split("\n")[0]);
    const bytes = event.payload.match(/../g).map((/** @type {string} */ pair) => parseInt(pair, 16));
    return event.type === "Ballot" ? btoa(String.fromCharCode(...bytes)).replace(/=+$/, "") : null;
  } catch (error) {
    return null;
  }
}

/**
 * Ask whether a card can be used now; its public credential goes in the body, never in an address.
 * @param {string} api
 * @param {string} publicCredential
 * @param {{ language: () => string, onLost: (attempt: number) => void }} options
 * @returns {Promise<RefusedAnswer | null>} null: it can be used
 */
export async function askCard(api, publicCredential, options) {
  const body = JSON.stringify({ credential: publicCredential });
  const { status, answer } = await postUntilAnswered(`${api}/card`, body, options);
  return status === 200 ? null : refusedAnswer(answer);
}

/**
 * Fetch the election's exact bytes, again until they come.
 * @param {string} api
 * @param {(attempt: number) => void} onLost
 */
export async function fetchElection(api, onLost) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch(`${api}/election`, { credentials: "omit" });
      if (response.ok) return new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      // No connection: as if there were no answer.
    }
    onLost(attempt);
    await pause(Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS));
  }
}

/**
 * @param {any} answer
 * @returns {RefusedAnswer}
 */
function refusedAnswer({ refusal, message, statement }) {
  const text = (/** @type {unknown} */ value) => (typeof value === "string" ? value : "");
  return { kind: "refused", refusal, message: text(message), statement: text(statement) };
}
