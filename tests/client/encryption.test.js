/** Rows: the work does not depend on the choice, and nothing but the truth can be proved. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { drawFrom } from "../../voting/client/drawing.js";
import { encryptRow, verifyRow } from "../../voting/client/encryption.js";
import * as group from "../../voting/client/group.js";
import { plaintexts } from "../../voting/client/questions.js";
import { counted, scrubSodium } from "../../voting/client/sodium.js";
import { electionNamed, isSlow, refusalOf, remembered, twins } from "./support.js";

const CONTEXT = "fingerprint|credential";
const election = electionNamed("one of each kind");
const draw = group.randomScalar;

/** Every choice that a question allows, as plaintexts. */
function allowed(question, index) {
  const rows = twins.choices.filter(
    (entry) => entry.refusal === null && JSON.stringify(entry.question) === JSON.stringify(question),
  );
  return rows.map(({ choice }) => plaintexts(question, choice, index));
}

function cost(work) {
  const before = { ...counted };
  work();
  return [counted.base - before.base, counted.other - before.other];
}

test("every choice of every question is encrypted, verified, and costs the same", () => {
  election.questions.forEach((question, index) => {
    const costs = allowed(question, index + 1).map((marks) => {
      let row;
      const spent = cost(() => {
        row = encryptRow(election, question, marks, CONTEXT, draw);
      });
      if (!isSlow) verifyRow(row.answer, question, election, CONTEXT);
      return spent.join();
    });
    assert.ok(costs.length > 0);
    assert.equal(new Set(costs).size, 1, `question ${index + 1}: ${costs}`);
  });
});

test("a row of three levels costs 19 powers of g and 11 of the key", () => {
  const confidence = electionNamed("confidence");
  const [question] = confidence.questions;
  for (const marks of [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]) {
    const spent = cost(() => encryptRow(confidence, question, marks, CONTEXT, draw));
    assert.deepEqual(spent, [19, 11]);
  }
});

test("plaintexts that break the rules give proofs that are refused", () => {
  const wrong = [
    [0, [1, 1]],
    [1, [0, 0, 0]],
    [1, [1, 1, 0]],
    [2, [1, 0, 0, 0]],
    [3, [1, 1, 0]],
    [4, [0, 0, 0, 0]],
  ];
  for (const [index, marks] of wrong) {
    const question = election.questions[index];
    let answer;
    try {
      ({ answer } = encryptRow(election, question, marks, CONTEXT, draw));
    } catch (error) {
      assert.ok(error instanceof TypeError); // there is no branch for it
      continue;
    }
    const work = () => verifyRow(answer, question, election, CONTEXT);
    assert.equal(refusalOf(work), "invalid_proof", `${index} ${marks}`);
  }
});

test("proofs hold in their own context only", () => {
  const question = election.questions[4];
  const { answer } = encryptRow(election, question, [0, 1, 0, 0], CONTEXT, draw);
  verifyRow(answer, question, election, CONTEXT);
  const work = () => verifyRow(answer, question, election, `${CONTEXT}x`);
  assert.equal(refusalOf(work), "invalid_proof");
});

test("proofs are overwritten randomness, ciphertexts keep theirs for an opening", () => {
  const kept = [];
  const question = election.questions[0];
  const seeded = drawFrom(new Uint8Array(32), 0, 0);
  const { answer, randomness } = encryptRow(election, question, [0, 1], CONTEXT, remembered(seeded, kept));
  assert.equal(randomness.length, 2);
  randomness.forEach((scalar, place) => {
    assert.equal(group.elementText(group.powerG(scalar)), answer.choices[place].alpha);
    assert.deepEqual(scalar, kept[place]);
  });
});

test("nonces are overwritten once a proof is made", () => {
  const given = [];
  const keeping = () => {
    const scalar = group.randomScalar();
    given.push(scalar);
    return scalar;
  };
  encryptRow(election, election.questions[0], [0, 1], CONTEXT, keeping);
  // Two ciphertexts; then for each of three proofs two pairs and a nonce.
  assert.equal(given.length, 2 + 3 * 5);
  for (const place of [2 + 4, 2 + 9, 2 + 14]) assert.ok(group.isZero(given[place]));
  scrubSodium();
});
