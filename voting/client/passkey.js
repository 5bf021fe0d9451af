/**
 * Passkeys (WebAuthn): make one for who is logged in, or log in by one.
 *
 * A browser offers them only on a page with a secure context and a name (TLS, or `localhost`), never
 * under an address of numbers. Where it does not, nothing of this is shown; the passphrase is
 * enough.
 */

/** @typedef {{ id: string, type: "public-key" }} Described */

/** Tell whether this browser offers passkeys on this page. */
export function offersPasskeys() {
  const { hostname } = window.location;
  const isNumber = /^[\d.]+$/.test(hostname) || hostname.includes(":");
  return window.isSecureContext && "PublicKeyCredential" in window && !isNumber;
}

/**
 * @param {ArrayBuffer} buffer
 * @returns {string} base64url without padding
 */
function written(buffer) {
  const letters = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** @param {string} text base64url */
function read(text) {
  const letters = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

/** @param {Described[] | undefined} described */
function readAll(described) {
  return (described || []).map(({ id, type }) => ({ id: read(id), type }));
}

/**
 * Ask the server, with the mark of this page's forms.
 * @param {string} address
 * @param {unknown} body
 * @returns {Promise<any>}
 * @throws {Error} with the server's sentence
 */
async function ask(address, body) {
  const mark = /** @type {HTMLInputElement} */ (document.querySelector('[name="csrf_token"]')).value;
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": mark },
    body: JSON.stringify(body),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.message);
  return said;
}

/**
 * Make a passkey on this device and let the server keep its public key.
 * @param {string} address of the list of passkeys
 * @param {string} label what its owner calls it
 * @returns {Promise<string>} where to go on
 */
export async function makePasskey(address, label) {
  const options = await ask(`${address}/options`, {});
  const made = /** @type {PublicKeyCredential} */ (
    await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: read(options.challenge),
        user: { ...options.user, id: read(options.user.id) },
        excludeCredentials: readAll(options.excludeCredentials),
      },
    })
  );
  const response = /** @type {AuthenticatorAttestationResponse} */ (made.response);
  const credential = {
    id: made.id,
    rawId: written(made.rawId),
    type: made.type,
    response: {
      attestationObject: written(response.attestationObject),
      clientDataJSON: written(response.clientDataJSON),
    },
  };
  return (await ask(address, { label, credential })).then;
}

/**
 * Log in by a passkey of this device.
 * @param {string} address
 * @returns {Promise<string>} where to go on
 */
export async function showPasskey(address) {
  const options = await ask(`${address}/options`, {});
  const shown = /** @type {PublicKeyCredential} */ (
    await navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: read(options.challenge),
        allowCredentials: readAll(options.allowCredentials),
      },
    })
  );
  const response = /** @type {AuthenticatorAssertionResponse} */ (shown.response);
  const credential = {
    id: shown.id,
    rawId: written(shown.rawId),
    type: shown.type,
    response: {
      authenticatorData: written(response.authenticatorData),
      clientDataJSON: written(response.clientDataJSON),
      signature: written(response.signature),
      userHandle: response.userHandle === null ? null : written(response.userHandle),
    },
  };
  return (await ask(address, { credential })).then;
}

/**
 * Show a page's part about passkeys where there are any, and work its form.
 * @param {(address: string, label: string) => Promise<string>} act
 */
export function workPasskeys(act) {
  const part = /** @type {HTMLElement | null} */ (document.querySelector('[data-ref="passkey"]'));
  if (part === null) return;
  const fault = /** @type {HTMLElement} */ (part.querySelector('[data-ref="fault"]'));
  const none = /** @type {HTMLElement | null} */ (document.querySelector('[data-ref="none"]'));
  const form = /** @type {HTMLFormElement} */ (part.querySelector("form"));
  part.hidden = !offersPasskeys();
  if (none !== null) none.hidden = offersPasskeys();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const label = form.querySelector("input#label");
    fault.textContent = "";
    try {
      const typed = label instanceof HTMLInputElement ? label.value : "";
      window.location.assign(await act(form.action, typed));
    } catch (error) {
      const isOurs = error instanceof Error && !(error instanceof DOMException);
      const said = isOurs ? /** @type {Error} */ (error).message : "";
      fault.textContent = said || fault.dataset.say || "";
    }
  });
}
