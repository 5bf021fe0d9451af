/** The core, or libsodium, for a page that computes by itself, without a worker. */

import WASM from "built:core";
import SLOW from "built:slow";
import { canRunWebAssembly } from "./encryptor.js";
import { startSodium } from "./sodium.js";
import { scriptAddress } from "./trusted.js";

/**
 * Start the core; libsodium as JavaScript in browsers that may not run WebAssembly.
 * @param {string} scriptUrl where the page's own script came from: beside it lies the other form
 */
export async function startPageSodium(scriptUrl) {
  await startSodium(canRunWebAssembly() ? WASM : await slowSodium(scriptUrl));
}

/**
 * @param {string} scriptUrl
 * @returns {Promise<import("./sodium.js").Exports>}
 */
function slowSodium(scriptUrl) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = scriptAddress(new URL(SLOW.file, scriptUrl).href);
    script.integrity = SLOW.integrity;
    script.onload = () => resolve(/** @type {any} */ (window).tinnhiemSodium);
    script.onerror = () => reject(new TypeError("libsodium could not be fetched"));
    document.head.appendChild(script);
  });
}
