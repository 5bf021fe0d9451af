/** The kiosk's page: what its script starts from. */

import { Kiosk } from "../kiosk.js";

new Kiosk().run();
