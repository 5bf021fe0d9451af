/** The page on the wall of the hall: what its script starts from. */

import { Wall } from "../wall.js";

new Wall().run();
