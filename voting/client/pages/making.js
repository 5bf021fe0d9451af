/** The hub before the opening: what the script that makes cards starts from. */

import { Making } from "../making.js";

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-lights]"));

if (form !== null) new Making(form).run();
