/** Receipts: the verdict and the words are Python's, for every one that is sound or spoilt. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { parseVerificationKey } from "../../voting/client/note.js";
import { parsePolicy } from "../../voting/client/policy.js";
import { judgeReceipt } from "../../voting/client/receipt_verdict.js";
import { said } from "../../voting/client/receipt_words.js";
import { vector } from "./support.js";

const { key, cases } = vector("log/receipts.json");
const logKey = parseVerificationKey(key);
const [sound] = cases;

const judged = (receipt, policy) =>
  judgeReceipt(receipt, logKey, policy === null ? null : parsePolicy(policy));

test("every receipt gets Python's verdict in Python's words", () => {
  assert.ok(cases.length > 30);
  for (const { name, receipt, policy, verdict, said: wanted } of cases) {
    const found = judged(receipt, policy);
    assert.equal(found.verdict, verdict, name);
    for (const language of ["vi", "en"]) {
      assert.deepEqual(said(found, language), wanted[language], name);
    }
  }
});

test("no changed letter is overlooked", () => {
  const { receipt } = sound;
  for (let place = 0; place < receipt.length - 1; place += 1) {
    for (const letter of ["A", "\n"]) {
      if (receipt[place] === letter) continue;
      const changed = receipt.slice(0, place) + letter + receipt.slice(place + 1);
      assert.notEqual(judged(changed, null).verdict, "holds", `${place}`);
    }
  }
});

test("a receipt is judged in a few milliseconds", (context) => {
  const many = cases.find(({ name }) => name === "sound_with_all_witnesses");
  judged(many.receipt, many.policy);
  const start = performance.now();
  for (let turn = 0; turn < 50; turn += 1) judged(many.receipt, many.policy);
  context.diagnostic(`${((performance.now() - start) / 50).toFixed(2)} ms, three witnesses`);
});
