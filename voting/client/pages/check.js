/** The page that checks opened ballots: what its script starts from. */

import { Check } from "../check.js";

const script = /** @type {HTMLScriptElement} */ (document.currentScript);

new Check(script.src).run();
