/** Links of the committee's members: what their script starts from. */

import { Links } from "../links.js";

new Links().run();
