/** The page for the projector: what its script starts from. */

import { Stage } from "../stage.js";

new Stage().run();
