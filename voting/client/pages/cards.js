/** The desk of the cards, and the hub before the opening: what their script starts from. */

import { CardTable } from "../card_table.js";
import { LeftOverTable } from "../leftover_table.js";

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const isOpening = document.querySelector("form[data-uuid][data-opening]") !== null;

new (isOpening ? LeftOverTable : CardTable)(script.src).run();
