/**
 * A one-time link: its secret stands in the fragment, which no request carries.
 *
 *     /desk/link#Zk3v…  →  the field `secret` of the form, hidden; the address without it
 *
 * Without this script, the field can be filled by hand.
 */

const SECRET = /^#[\w-]{22}$/;

/** Put the secret of the address into the form, and take it out of the address and the history. */
export function takeSecret() {
  const { hash, pathname, search } = window.location;
  const field = document.querySelector("#secret");
  const part = document.querySelector('[data-ref="once"]');
  if (!(field instanceof HTMLInputElement) || !(part instanceof HTMLElement)) return;
  if (SECRET.test(hash)) {
    field.value = hash.slice(1);
    window.history.replaceState(null, "", pathname + search);
    for (const link of document.querySelectorAll("a[hreflang]")) {
      /** @type {HTMLAnchorElement} */ (link).hash = hash; // the other language keeps it
    }
  }
  part.hidden = field.value !== "";
}
