/** Do steps of a key ceremony for test_ceremony.py: a list of them on stdin, the answers on stdout. */

import { readFileSync } from "node:fs";

import { done } from "./ceremony_steps.js";

const answers = [];
for (const asked of JSON.parse(readFileSync(0, "utf8"))) answers.push(await done(asked));
process.stdout.write(JSON.stringify(answers));
