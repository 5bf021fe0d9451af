/** The witness's page: what its script starts from. */

import { startPageSodium } from "../page_sodium.js";
import { WitnessPage } from "../witness.js";

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const { src } = script;

new WitnessPage(() => startPageSodium(src)).run();
