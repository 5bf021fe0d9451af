/** The page of one's own passkeys: what its script starts from. */

import { makePasskey, workPasskeys } from "../passkey.js";

workPasskeys(makePasskey);
