/** The six words of a tracker: the vectors that Python shares. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { wordsOf } from "../../voting/client/words.js";
import { vector } from "./support.js";

const list = readFileSync(new URL("../../audit/words.txt", import.meta.url), "utf8");

test("known trackers have Python's words", () => {
  const { words } = vector("words.json");
  assert.ok(words.length >= 20);
  for (const case_ of words) assert.equal(wordsOf(case_.tracker, list), case_.words);
});

test("what is no tracker, or no list, has no words", () => {
  const [{ tracker }] = vector("words.json").words;
  for (const text of ["", `${tracker}=`, tracker.slice(1), tracker.replace(/.$/, "B")]) {
    assert.throws(() => wordsOf(text, list), RangeError);
  }
  assert.throws(() => wordsOf(tracker, list.replace("ai\n", "")), RangeError);
});
