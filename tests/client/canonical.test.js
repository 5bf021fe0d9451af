/** One object has one sequence of bytes; what a person types is read forgivingly. */

import assert from "node:assert/strict";
import { test } from "node:test";

import * as canonical from "../../voting/client/canonical.js";
import {
  CredentialRefused,
  faultSentence,
  parseCredential,
  publicCredential,
  secretExponent,
} from "../../voting/client/credentials.js";
import { parseElection } from "../../voting/client/election.js";
import { scalarText } from "../../voting/client/group.js";
import { plaintexts } from "../../voting/client/questions.js";
import { RECORDS, CARD, bytes, judged, record, refusalOf, textOf, twins } from "./support.js";

test("texts are written as Python writes them", () => {
  for (const { text, json } of twins.texts) {
    assert.equal(canonical.encodeText(canonical.text, text), json);
    assert.equal(canonical.decode(bytes(json), canonical.text), text);
  }
});

test("half a surrogate pair is neither written nor read", () => {
  for (const text of ["\ud800", "a\udc00", "\ud83d\ud83d\ude00", "\udc00\ud800"]) {
    assert.equal(refusalOf(() => canonical.encode(canonical.text, text)), "malformed");
  }
  assert.equal(refusalOf(() => canonical.decode(bytes('"\\ud800"'), canonical.text)), "malformed");
  assert.equal(textOf(canonical.encode(canonical.text, "\ud83d\ude00")), '"😀"');
});

test("bytes that are not UTF-8, or begin with a mark, are refused", () => {
  for (const data of [[0x22, 0xff, 0x22], [0xef, 0xbb, 0xbf, 0x22, 0x22], [0x22, 0xc0, 0x80, 0x22]]) {
    const work = () => canonical.decode(new Uint8Array(data), canonical.text);
    assert.equal(refusalOf(work), "malformed");
  }
});

test("the size is tested before anything is read", () => {
  assert.equal(refusalOf(() => canonical.decode(bytes("["), canonical.text, 0)), "too_large");
});

test("deep nesting is refused", () => {
  for (const opening of ["[", '{"version":']) {
    const work = () => parseElection(bytes(opening.repeat(100_000)));
    assert.equal(refusalOf(work), "malformed");
  }
});

test("a field named __proto__ is an unknown field", () => {
  const kind = canonical.struct({ a: canonical.integer });
  const work = () => canonical.decode(bytes('{"a":1,"__proto__":{}}'), kind);
  assert.deepEqual(judged(work), { refusal: "malformed", detail: "unknown field" });
});

test("elections are read as in Python", () => {
  for (const entry of twins.elections) {
    const election = parseElection(bytes(entry.bytes));
    assert.equal(election.fingerprint, entry.fingerprint);
    assert.equal(election.digest, entry.digest);
  }
});

test("elections that Python refuses are refused for the same reason", () => {
  // Python's reader sees a difference before it is written again that JSON.parse does not show.
  const sooner = ['"version":1.0', '"version":1e0'];
  for (const { bytes: text, refusal, detail } of twins["refused elections"]) {
    const found = judged(() => parseElection(bytes(text)));
    if (sooner.some((form) => text.includes(form))) assert.equal(found.refusal, "not_canonical");
    else assert.deepEqual(found, { refusal, detail }, text.slice(0, 300));
  }
});

test("the other group of the specification is named as such", () => {
  const text = twins.elections[0].bytes.replace('"Ed25519"', '"BELENIOS-2048"');
  const found = judged(() => parseElection(bytes(text)));
  assert.deepEqual(found, { refusal: "unknown_group", detail: "group without browser code" });
});

test("choices become plaintexts, or are refused, as in Python", () => {
  for (const { question, choice, refusal, detail, plaintexts: wanted } of twins.choices) {
    const found = judged(() => assert.deepEqual(plaintexts(question, choice, 5), wanted));
    assert.deepEqual(found, { refusal, detail });
  }
});

test("what is typed is forgiven or refused as in Python", () => {
  for (const { typed, credential, refusal, detail } of twins.typed) {
    const found = judged(() => assert.equal(parseCredential(typed), credential, typed));
    assert.deepEqual(found, { refusal, detail }, typed);
  }
});

test("a wrong character is placed in its group, and a look-alike explained", () => {
  const cases = [
    [CARD.replace("K", "0"), { found: 22, place: 1, group: 1, placeInGroup: 1, lookAlike: "0", perhaps: "oQD" }],
    [CARD.replace("t", "l"), { found: 22, place: 6, group: 2, placeInGroup: 1, lookAlike: "l", perhaps: "1iL" }],
    [CARD.slice(0, -1) + "O", { found: 22, place: 22, group: 4, placeInGroup: 6, lookAlike: "O", perhaps: "oQD" }],
    [CARD.replace("H", "é"), { found: 22, place: 16, group: 3, placeInGroup: 5 }],
    [CARD.slice(1), { found: 21 }],
    [`${CARD}😀`, { found: 23, place: 23 }],
  ];
  for (const [typed, fault] of cases) {
    assert.throws(
      () => parseCredential(typed),
      (error) => error instanceof CredentialRefused && assert.deepEqual(error.fault, fault) === undefined,
    );
  }
});

test("a fault is said in both languages, with its place", () => {
  const said = [CARD.replace("t", "l"), CARD.replace("H", "é"), CARD.slice(1)].map((typed) => {
    try {
      return parseCredential(typed);
    } catch (error) {
      return faultSentence(error.fault);
    }
  });
  assert.match(said[0].vi, /^Ký tự thứ 6 \(ký tự 1 của nhóm 2\) không thể là l: .* 1, i, L\.$/);
  assert.match(said[0].en, /^Character 6 \(number 1 of group 2\) cannot be l: .* 1, i, L\.$/);
  assert.match(said[1].vi, /^Ký tự thứ 16 \(ký tự 5 của nhóm 3\) không phải/);
  assert.match(said[2].en, /^A card code has 22 characters, here there are 21\./);
  for (const { vi } of said) assert.equal(vi, vi.normalize("NFC"));
});

test("no refusal repeats what was typed", () => {
  for (const { typed } of twins.typed.filter((one) => one.refusal && one.typed.length > 5)) {
    try {
      parseCredential(typed);
    } catch (error) {
      const said = JSON.stringify([error.message, error.detail, error.fault]);
      assert.ok(!said.includes(CARD.slice(0, 5)) && !said.includes("t1kX"));
    }
  }
});

test("a credential's exponent and public credential are Python's", () => {
  for (const { credential, uuid, exponent, public: shown } of twins.derived) {
    assert.equal(scalarText(secretExponent(credential, uuid)), exponent);
    assert.equal(publicCredential(credential, uuid), shown);
  }
});

test("private credentials give the public ones of the records", () => {
  let compared = 0;
  for (const name of RECORDS) {
    const { election, credentials, cards } = record(name);
    const { uuid } = parseElection(election);
    const listed = credentials.map((entry) => entry.split(",")[0]).sort();
    if (cards.length === 0) continue;
    assert.deepEqual(cards.map((card) => publicCredential(card, uuid)).sort(), listed);
    compared += cards.length;
  }
  assert.ok(compared > 20);
});
