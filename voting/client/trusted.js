/**
 * The one Trusted Types policy of a page: which addresses may become a script or a worker.
 *
 * The page's Content-Security-Policy says `require-trusted-types-for 'script'; trusted-types
 * tinnhiem`: a browser that knows Trusted Types then refuses every text that would become markup
 * or code (innerHTML, eval, …), and a script's address unless it went through here. No policy can
 * be made for markup or code, so none can ever be trusted.
 */

/**
 * @typedef {object} Factory what is used of `window.trustedTypes`
 * @property {(name: string, rules: { createScriptURL: (url: string) => string }) => { createScriptURL: (url: string) => unknown }} createPolicy
 */

const BUILT = "/static/built/";

/** @type {{ createScriptURL: (url: string) => unknown } | null} */
let policy = null;

/**
 * Return an address as one that may be run: a worker's blob of this page, or a built file.
 * @param {string} url
 * @returns {string} (a TrustedScriptURL where the browser knows them)
 * @throws {TypeError} it is neither
 */
export function scriptAddress(url) {
  const { trustedTypes } = /** @type {{ trustedTypes?: Factory }} */ (/** @type {unknown} */ (window));
  if (trustedTypes === undefined) return judged(url);
  if (policy === null) policy = trustedTypes.createPolicy("tinnhiem", { createScriptURL: judged });
  return /** @type {string} */ (policy.createScriptURL(url));
}

/** @param {string} url */
function judged(url) {
  const { origin } = window.location;
  const { protocol, pathname, origin: theirs } = new URL(url, window.location.href);
  const isOurs = theirs === origin && (protocol === "blob:" || pathname.includes(BUILT));
  if (!isOurs) throw new TypeError("not an address of this page's own code");
  return url;
}
