/** The saved file that judges receipts, from disk and with the network off. */

import WASM from "built:core";
import { ReceiptCheck } from "../receipt_check.js";
import { startSodium } from "../sodium.js";
import { SAID } from "./words.js";

const { documentElement: html } = document;
const page = /** @type {HTMLElement} */ (document.querySelector("[data-receipts]"));

const say = (/** @type {string} */ key) => SAID[key][html.lang === "en" ? "en" : "vi"];

const check = new ReceiptCheck({ start: () => startSodium(WASM), say });

/** Write the page in its language. */
function write() {
  document.querySelectorAll("[data-say]").forEach((place) => {
    place.textContent = say(place.getAttribute("data-say") || "");
  });
  document.title = say("title");
  const { policy = "", conference = "" } = page.dataset;
  const known = /** @type {HTMLElement} */ (document.querySelector('[data-ref="conference"]'));
  known.textContent = conference;
  const asked = /** @type {HTMLElement} */ (document.querySelector('[data-ref="ask-trusted"]'));
  asked.hidden = policy !== "";
}

/** @type {HTMLElement} */ (document.querySelector('[data-do="language"]')).onclick = () => {
  html.lang = html.lang === "en" ? "vi" : "en";
  write();
  check.draw();
};

write();
check.run();
