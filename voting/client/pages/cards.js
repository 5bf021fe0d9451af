/** The desk of the cards: what its script starts from. */

import { CardTable } from "../card_table.js";

const script = /** @type {HTMLScriptElement} */ (document.currentScript);

new CardTable(script.src).run();
