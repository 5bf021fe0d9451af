/** The desk's door: what its script starts from. */

import { takeSecret } from "../once.js";
import { showPasskey, workPasskeys } from "../passkey.js";

takeSecret();
window.addEventListener("hashchange", takeSecret);
workPasskeys(showPasskey);
