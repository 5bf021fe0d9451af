/** A ballot in preparation: encrypted once a change, cast or opened but never both. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { parseBallot, trackerOf, verifyBallot } from "../../voting/client/ballot.js";
import { publicCredential } from "../../voting/client/credentials.js";
import { verifyOpening, verifyOpeningCode } from "../../voting/client/opening.js";
import { OutOfTurn, Preparation } from "../../voting/client/preparation.js";
import { counted } from "../../voting/client/sodium.js";
import { CARD, bytes, changed, electionNamed, judged, textOf, twins } from "./support.js";

const election = electionNamed("confidence");

function prepared(...marks) {
  const preparation = new Preparation(election, CARD);
  marks.forEach((mark, row) => preparation.mark(row, mark));
  return preparation;
}

function finish(preparation) {
  while (preparation.step());
}

function work(does) {
  const before = counted.base + counted.other;
  does();
  return counted.base + counted.other - before;
}

test("a sealed ballot is cast and verifies", () => {
  const preparation = prepared([1, 0, 0], [0, 0, 1]);
  const hash = preparation.seal();
  const cast = preparation.cast();
  const ballot = parseBallot(cast.bytes, election);
  verifyBallot(ballot, election);
  assert.equal(ballot.message.signature.hash, hash);
  assert.equal(cast.hash, hash);
  assert.equal(cast.tracker, trackerOf(cast.bytes));
  assert.equal(ballot.message.credential, publicCredential(CARD, election.uuid));
});

test("rows are encrypted first, then verified, and an unchanged row never twice", () => {
  const preparation = prepared([1, 0, 0], [0, 1, 0]);
  const seen = [];
  while (preparation.step()) seen.push(Object.values(preparation.progress()).join());
  assert.deepEqual(seen, ["1,0,2", "2,0,2", "2,1,2", "2,2,2"]);
  preparation.mark(0, [1, 0, 0]);
  assert.equal(preparation.step(), false);
  const row = preparation.rows[1].made;
  preparation.mark(0, [0, 0, 1]);
  assert.deepEqual(preparation.progress(), { encrypted: 1, verified: 1, of: 2 });
  finish(preparation);
  assert.equal(preparation.rows[1].made, row);
});

test("a row changed and changed back before it was reached is encrypted once", () => {
  const preparation = prepared([1, 0, 0]);
  const once = work(() => preparation.step());
  const other = prepared([1, 0, 0]);
  const several = work(() => {
    other.mark(0, [0, 1, 0]);
    other.mark(0, [1, 0, 0]);
    other.step();
  });
  assert.equal(several, once);
});

test("unmarked rows are sealed as cleared, where that is allowed", () => {
  const preparation = prepared();
  preparation.mark(0, [1, 0, 0]);
  preparation.mark(0, [0, 0, 0]);
  const hash = preparation.seal();
  const { file, code } = preparation.open();
  const found = verifyOpening(file, election);
  assert.deepEqual(found, verifyOpeningCode(code, election));
  assert.deepEqual(found.choices, [[0, 0, 0], [0, 0, 0]]);
  assert.equal(found.hash, hash);
});

test("a row that may not be left unmarked is named", () => {
  const kinds = electionNamed("one of each kind");
  const preparation = new Preparation(kinds, CARD);
  assert.deepEqual(judged(() => preparation.seal()), {
    refusal: "bad_choices",
    detail: "question 2: how many are chosen",
  });
  preparation.mark(1, [0, 1, 0]);
  preparation.mark(1, [0, 0, 0]); // cleared again
  preparation.mark(2, [1, 1, 0, 0]);
  preparation.mark(4, null);
  preparation.mark(6, [1, 1]);
  assert.equal(judged(() => preparation.seal()).detail, "question 2: how many are chosen");
  preparation.mark(1, [1, 0, 0]);
  preparation.seal();
  verifyBallot(parseBallot(preparation.cast().bytes, kinds), kinds);
});

test("choices that break the rules are refused and leave the row as it was", () => {
  const preparation = prepared([1, 0, 0]);
  for (const marks of [[1, 1, 0], [1], null, [2, 0, 0]]) {
    assert.equal(judged(() => preparation.mark(0, marks)).refusal, "bad_choices");
  }
  assert.throws(() => preparation.mark(2, [1, 0, 0]), OutOfTurn);
  preparation.seal();
  assert.deepEqual(verifyOpening(preparation.open().file, election).choices[0], [1, 0, 0]);
});

test("what was opened can not be cast, and its randomness is not used again", () => {
  const preparation = prepared([1, 0, 0], [0, 1, 0]);
  const first = preparation.seal();
  const opened = preparation.open();
  assert.equal(opened.hash, first);
  assert.throws(() => preparation.cast(), OutOfTurn);
  assert.throws(() => preparation.open(), OutOfTurn);
  assert.deepEqual(preparation.progress(), { encrypted: 0, verified: 0, of: 2 });
  const second = preparation.seal();
  assert.notEqual(second, first);
  const cast = preparation.cast();
  const alphas = (text) => [...text.matchAll(/"alpha":"([0-9a-f]{64})"/g)].map(([, alpha]) => alpha);
  const before = new Set(alphas(textOf(opened.file)));
  assert.equal(before.size, 6);
  assert.ok(alphas(textOf(cast.bytes)).every((alpha) => !before.has(alpha)));
  assert.ok(!textOf(opened.file).includes("signature"));
});

test("what was cast can neither be opened nor cast again nor changed", () => {
  const preparation = prepared([1, 0, 0], [0, 1, 0]);
  preparation.seal();
  preparation.cast();
  for (const does of ["open", "cast", "seal"]) assert.throws(() => preparation[does](), OutOfTurn);
  assert.throws(() => preparation.mark(0, [1, 0, 0]), OutOfTurn);
});

test("nothing is cast or opened that was not sealed, or was changed since", () => {
  const preparation = prepared([1, 0, 0], [0, 1, 0]);
  finish(preparation);
  assert.throws(() => preparation.cast(), OutOfTurn);
  assert.throws(() => preparation.open(), OutOfTurn);
  const hash = preparation.seal();
  preparation.mark(1, [0, 1, 0]); // the same: still sealed
  assert.equal(preparation.state, "sealed");
  preparation.mark(1, [0, 0, 1]);
  assert.throws(() => preparation.cast(), OutOfTurn);
  assert.notEqual(preparation.seal(), hash);
});

test("after casting, no choice, randomness or key is left", () => {
  const preparation = prepared([1, 0, 0], [0, 1, 0]);
  preparation.seal();
  const { secret, seed } = preparation;
  const marks = preparation.rows.map((row) => row.marks);
  const randomness = preparation.rows.flatMap((row) => row.made.randomness);
  preparation.cast();
  for (const one of [secret, seed, ...marks, ...randomness]) assert.ok(one.every((x) => x === 0));
  for (const row of preparation.rows) assert.equal(row.marks ?? row.made ?? row.verified, null);
});

test("a row spoilt in memory is found before anything is sent", () => {
  const preparation = prepared([1, 0, 0], [0, 1, 0]);
  preparation.step();
  const { answer } = preparation.rows[0].made;
  const { response } = answer.overall_proof[0];
  const other = response.endsWith("5") ? "6" : "5";
  answer.overall_proof[0].response = `${response.slice(0, -1)}${other}`;
  assert.equal(judged(() => preparation.seal()).refusal, "invalid_proof");
  preparation.seal(); // made again
  preparation.rows[1].made.answer.choices.reverse(); // after it was verified
  assert.equal(judged(() => preparation.cast()).detail, "question 2");
  preparation.seal();
  verifyBallot(parseBallot(preparation.cast().bytes, election), election);
});

test("codes of opened ballots give Python's hash", () => {
  for (const { election: name, code, choices, hash } of twins.openings) {
    const found = verifyOpeningCode(code, electionNamed(name));
    assert.equal(found.hash, hash);
    assert.deepEqual(found.choices, choices);
  }
});

test("a changed code gives another hash or is refused", () => {
  const [{ code, hash }] = twins.openings;
  const [version, credential, seed, rows] = code.split("/");
  const other = seed.replace(/^./, (digit) => (digit === "0" ? "1" : "0"));
  for (const text of [
    [version, credential, other, rows].join("/"),
    code.replace("/0.100", "/0.010"),
    code.replace("/0.100", "/1.100"),
  ]) {
    assert.notEqual(text, code);
    assert.notEqual(verifyOpeningCode(text, election).hash, hash);
  }
  const refused = {
    malformed: ["", `${code}-`, code.replace("1/", "2/"), code.toUpperCase(), `${code}x`, ` ${code}`],
    wrong_shape: [`${code}-0.100`, code.replace("0.100", "0.10"), code.replace("0.100", "0.1000")],
    bad_choices: [code.replace("0.100", "0.110")],
    not_in_group: [[version, "0".repeat(64), seed, rows].join("/")],
  };
  for (const [refusal, codes] of Object.entries(refused)) {
    for (const text of codes) {
      assert.equal(judged(() => verifyOpeningCode(text, election)).refusal, refusal, text);
    }
  }
});

test("a changed file of an opened ballot is refused", () => {
  const preparation = prepared([1, 0, 0], [0, 1, 0]);
  preparation.seal();
  const text = textOf(preparation.open().file);
  const { rows, answers, hash } = JSON.parse(text);
  const cases = [
    [["version"], 2, "malformed"],
    [["election_uuid"], "11111111111111", "wrong_election"],
    [["election_hash"], hash, "wrong_election"],
    [["hash"], hash.slice(1), "invalid_proof"],
    [["credential"], answers[0].choices[0].alpha, "invalid_proof"],
    [["rows"], rows.slice(1), "wrong_shape"],
    [["rows", 0, "plaintexts"], [0, 1, 0], "invalid_proof"],
    [["rows", 0, "plaintexts"], [1, 0], "wrong_shape"],
    [["rows", 0, "plaintexts"], [1, 0, 2], "bad_choices"],
    [["rows", 0, "plaintexts"], [1, 0, 1], "invalid_proof"],
    [["rows", 0, "randomness"], rows[1].randomness, "invalid_proof"],
    [["rows", 0, "randomness"], [], "wrong_shape"],
    [["rows", 0, "randomness", 0], "01", "not_canonical"],
    [["answers"], answers.slice().reverse(), "invalid_proof"],
    [["signature"], {}, "malformed"],
  ];
  for (const [place, value, refusal] of cases) {
    const data = bytes(changed(text, place, value));
    assert.equal(judged(() => verifyOpening(data, election)).refusal, refusal, place.join("."));
  }
  verifyOpening(bytes(text), election);
});
