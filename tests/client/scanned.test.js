/** What a scanner reads at the kiosk. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { TypingScanner, readScanned } from "../../voting/client/scanned.js";
import { CARD } from "./support.js";

const UUID = "JFhMBfmAp5jNJh";
const URL_OF_CARD = `http://192.168.1.10:8000/c/${UUID}/vote#${CARD}`;

test("a card is read from its address or its credential", () => {
  for (const text of [URL_OF_CARD, ` ${URL_OF_CARD}\r`, CARD, CARD.replace(/-/g, "")]) {
    assert.deepEqual(readScanned(text, UUID), { credential: CARD, fault: null });
  }
});

test("a card of the sitting that the conference belongs to is a card of the conference", () => {
  const other = URL_OF_CARD.replace(UUID, "11111111111111");
  assert.deepEqual(readScanned(other, UUID, "11111111111111"), { credential: CARD, fault: null });
  assert.equal(readScanned(other, UUID, "22222222222222").fault, "other_conference");
});

test("anything else is named", () => {
  const cases = [
    ["", "not_a_card"],
    ["http://example.com/", "not_a_card"],
    [URL_OF_CARD.slice(0, -1), "not_a_card"],
    [URL_OF_CARD.replace("#", "/"), "not_a_card"],
    [URL_OF_CARD.replace(UUID, "11111111111111"), "other_conference"],
    [URL_OF_CARD.replace("vote", "vôte"), "keyboard"],
  ];
  for (const [text, fault] of cases) {
    assert.deepEqual(readScanned(text, UUID), { credential: null, fault }, text);
  }
});

/** A scanner whose clock the test moves. */
function scanner() {
  const read = [];
  const clock = { now: 10_000 };
  const typing = new TypingScanner((text) => read.push(text), () => clock.now);
  const type = (...keys) => keys.map((key) => typing.take({ key }));
  return { read, clock, typing, type };
}

test("keys are collected until Enter", () => {
  const { read, type } = scanner();
  assert.deepEqual(type("a", "B", "Shift", "-", "Enter"), [true, true, false, true, true]);
  assert.deepEqual(read, ["aB-"]);
  assert.deepEqual(type("Enter", " ", "Tab"), [false, false, false]); // those are for the buttons
  assert.deepEqual(read, ["aB-"]);
});

test("a pause, a shortcut and forgetting", () => {
  const { read, clock, typing, type } = scanner();
  type("x");
  clock.now += 4000;
  type("y", "Enter");
  assert.deepEqual(read, ["y"]);
  assert.equal(typing.take({ key: "r", ctrlKey: true }), false);
  type("z");
  typing.forget();
  assert.deepEqual(type("Enter"), [false]);
});

test("an input method is noticed, in both ways that it shows", () => {
  const { read, type } = scanner();
  type("a", "Backspace", "â", "Enter");
  type("Process", "b", "Enter");
  for (const text of read) assert.equal(readScanned(text, UUID).fault, "keyboard");
  assert.equal(read.length, 2);
});
