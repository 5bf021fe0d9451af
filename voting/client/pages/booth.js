/** The delegate's page: what its script starts from. */

import { Booth } from "../booth.js";

const script = /** @type {HTMLScriptElement} */ (document.currentScript);

new Booth(script.src).start();
