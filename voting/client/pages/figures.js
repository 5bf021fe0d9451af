/** Pages with figures of the day: what their script starts from. */

import { Figures } from "../figures.js";

const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-figures]"));

if (place !== null) new Figures(place).run();
