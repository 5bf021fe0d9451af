/** The page of the counting committee, and its workers: what the script starts from. */

import { recount } from "../committee/recount.js";
import { CommitteePage } from "../committee/page.js";
import { startPageSodium } from "../page_sodium.js";
import { work } from "../verifier/worker.js";

if (typeof document === "undefined") {
  work(recount);
} else {
  const { src, integrity } = /** @type {HTMLScriptElement} */ (document.currentScript);
  const code = async () => (await fetch(src, { integrity })).text();
  new CommitteePage({ start: () => startPageSodium(src), code }).run();
}
