/** Cards that stayed at the desk, as the hub names them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { publicCredential } from "../../voting/client/credentials.js";
import { leftOverLines, leftOverText } from "../../voting/client/leftover.js";
import { CARD } from "./support.js";

const VOTES = ["zzzzzzzzzzzzzz", "11111111111111"];
const OTHER = "KodCn-t1kX1R-NziiH-gWDDDp";

test("a card is named for each vote by its public credential, never by its code", () => {
  const lines = leftOverLines(CARD, VOTES);
  assert.deepEqual(lines, VOTES.map((uuid) => `${uuid} ${publicCredential(CARD, uuid)}`));
  assert.equal(lines.join().includes(CARD), false);
});

test("the lines of all cards are sorted, so that the order ties no two votes together", () => {
  const lines = [CARD, OTHER, CARD].flatMap((card) => leftOverLines(card, VOTES));
  const written = leftOverText(lines).split("\n");
  assert.equal(written.pop(), "");
  assert.deepEqual(written, Array.from(new Set(lines)).sort());
  assert.equal(written.length, 4);
});
