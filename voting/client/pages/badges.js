/** Attendance: what its script starts from. */

import { Badges } from "../badges.js";

new Badges().run();
