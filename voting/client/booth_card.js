/** The card: read from the address and removed from it, or typed, with the wrong character named. */

import { CredentialRefused, parseCredential } from "./credentials.js";

/** @typedef {import("./booth_page.js").Page} Page */

/**
 * Tell whether this page was loaded again: nothing was kept, so the card is asked for once more.
 * @returns {boolean}
 */
export function isReloaded() {
  const [loaded] = performance.getEntriesByType("navigation");
  return loaded !== undefined && "type" in loaded && loaded.type === "reload";
}

/**
 * Return what stands behind # in the address, and remove it from the address and the history.
 * @returns {string} empty if there is nothing
 */
export function takeFragment() {
  const text = window.location.hash.slice(1);
  if (window.location.href.includes("#")) {
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
  }
  try {
    return decodeURIComponent(text);
  } catch (error) {
    return text;
  }
}

/**
 * Open the card's address again: the server leads on to the vote of the sitting that is open now,
 * and the browser carries what stands behind # along, without sending it.
 * @param {string} credential empty if none is known
 */
export function leadOn(credential) {
  const { pathname, search } = window.location;
  const fragment = credential === "" ? "" : `#${encodeURIComponent(credential)}`;
  window.history.replaceState(null, "", pathname + search + fragment);
  window.location.reload();
}

/**
 * Read what was typed or pasted: a credential, or the whole address of a card.
 * @param {string} typed
 * @throws {CredentialRefused}
 */
export function readTyped(typed) {
  return parseCredential(afterHash(typed));
}

/** @param {string} typed */
function afterHash(typed) {
  return typed.slice(typed.lastIndexOf("#") + 1);
}

/**
 * Say what is wrong with a typed credential, and where.
 * @param {CredentialRefused} refused
 * @param {string} typed
 * @param {Page} page
 */
export function faultSentence({ fault }, typed, page) {
  const { found, place, group, placeInGroup, lookAlike, perhaps } = fault;
  if (place === undefined) {
    return found === 0 ? page.say("card_empty") : page.say("card_length", { found });
  }
  const character = characterAt(typed, place);
  if (lookAlike !== undefined && perhaps !== undefined && group !== undefined) {
    const likely = perhaps.split("").join(", ");
    const values = { character, group, place: placeInGroup || 0, perhaps: likely };
    return page.say("card_look_alike", values);
  }
  if (group === undefined) return page.say("card_length", { found });
  return page.say("card_character", { character, group, place: placeInGroup || 0 });
}

/**
 * @param {string} typed
 * @param {number} place from 1, spaces and dashes not counted
 */
function characterAt(typed, place) {
  const letters = Array.from(afterHash(typed).normalize("NFKC")).filter((letter) => {
    return !/[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff_.·‐‑‒–—−-]/.test(letter);
  });
  return letters[place - 1] || "";
}

export { CredentialRefused };
