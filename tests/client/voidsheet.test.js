/** Void sheets: what Python writes is read again, and anything else is named. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { readScanned } from "../../voting/client/scanned.js";
import { inSentOrder, isAmong, isVoidSheet, readVoidSheet } from "../../voting/client/voidsheet.js";
import { CARD, vector } from "./support.js";

const CASES = vector("void_sheets.json");
const [{ uuid, text }] = CASES;

for (const { name, first, text: written, public: listed, ...of } of CASES) {
  test(`a void sheet is read as Python wrote it: ${name}`, () => {
    const names = listed.map((one) => one.slice(0, 12));
    const sheet = { first, last: first + names.length - 1, names };
    for (const read of [written, ` ${written}\r`, written.toLowerCase()]) {
      assert.equal(isVoidSheet(read), true);
      assert.deepEqual(readVoidSheet(read, of.uuid), { sheet, fault: null });
    }
  });
}

test("a sheet of which a digit is lost, doubled, changed or moved is damaged", () => {
  for (let at = 4; at < text.length; at += 1) {
    const [before, digit, after] = [text.slice(0, at), text[at], text.slice(at + 1)];
    const spoilt = [before + after, before + digit + digit + after, `${before}x${after}`];
    spoilt.push(before + ((Number(digit) + 1) % 10) + after);
    if (at > 4 && text[at - 1] !== digit) spoilt.push(text.slice(0, at - 1) + digit + text[at - 1] + after);
    for (const one of spoilt) {
      assert.deepEqual(readVoidSheet(one, uuid), { sheet: null, fault: "sheet_damaged" }, one);
    }
  }
});

/** Write a right check number behind digits that are no sheet. */
function checked(body) {
  return `TNH${body}${String(BigInt(body) % 99999989n).padStart(8, "0")}`;
}

test("digits that are right by their check number but no sheet are damaged", () => {
  const body = text.slice(3, -8);
  assert.equal(checked(body), text);
  const [head, names] = [body.slice(0, -17), body.slice(-15)];
  const wrong = [
    `${head}02${names}`, // a card too few
    `${head}00${names}`,
    `${head}00`,
    `${head}01999999999999999`, // more than six bytes
    `${head.slice(0, -6)}00000001${names}`, // the serial 0
    `${head}02${names}${names}`, // a name twice
    body.slice(0, 40),
    `199${body.slice(3)}`,
  ];
  for (const one of wrong) assert.equal(readVoidSheet(checked(one), uuid).fault, "sheet_damaged", one);
});

test("a sheet of another conference is named", () => {
  assert.deepEqual(readVoidSheet(text, "11111111111111"), { sheet: null, fault: "other_sheet" });
});

test("a card is no void sheet, and a void sheet no card", () => {
  for (const one of [CARD, `http://192.168.1.10:8000/c/${uuid}/vote#${CARD}`, "TNH1", "B-001", ""]) {
    assert.equal(isVoidSheet(one), false);
  }
  assert.equal(readScanned(text, uuid).fault, "not_a_card");
});

test("a card is known under both its names, alone or behind the uuid of its vote", () => {
  const [first, second] = CASES[2].public;
  for (const behind of ["", `${uuid} `]) {
    const [whole, short, other] = [first, first.slice(0, 12), second].map((one) => behind + one);
    for (const [kept, asked] of [[whole, short], [short, whole], [whole, whole], [short, short]]) {
      assert.equal(isAmong(new Set([kept]), asked), true);
    }
    assert.equal(isAmong(new Set([whole, short]), other), false);
    assert.equal(isAmong(new Set([whole, short]), other.slice(0, behind.length + 12)), false);
  }
});

test("short names are sent sorted, so that nothing tells their serials; scanned cards keep their places", () => {
  const listed = CASES[2].public;
  const short = listed.slice(0, 9).map((one) => one.slice(0, 12));
  const sent = inSentOrder([short[0], listed[20], ...short.slice(1), listed[10]]);
  assert.deepEqual(sent, [listed[20], listed[10], ...short.slice().sort()]);
  assert.notDeepEqual(short, short.slice().sort());
});
