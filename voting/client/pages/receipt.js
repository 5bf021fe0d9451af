/** The page that judges receipts: what its script starts from. */

import { startPageSodium } from "../page_sodium.js";
import { ReceiptCheck } from "../receipt_check.js";

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const { src } = script;

new ReceiptCheck({
  start: () => startPageSodium(src),
  say(key) {
    const found = document.querySelector(`[data-say="${key}"]`);
    return found === null ? "" : (found.textContent || "").trim();
  },
}).run();
