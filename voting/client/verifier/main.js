/** One script for the page and for its workers, which the page starts from its own text. */

import { Page } from "./page.js";
import { verify } from "./session.js";
import { work } from "./worker.js";

if (typeof document === "undefined") {
  work(verify);
} else {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  new Page(script.textContent || "").run();
}
