/** The hub of a published conference: what its script starts from. */

import { Addendum } from "../addendum.js";

const script = /** @type {HTMLScriptElement} */ (document.currentScript);

new Addendum(script.src).run();
