/** Opened ballots: the verdicts that Python shares (tests/vectors/openings.json). */

import assert from "node:assert/strict";
import { test } from "node:test";

import { verifyOpening, verifyOpeningCode } from "../../voting/client/opening.js";
import { bytes, changed, electionNamed, judged, vector } from "./support.js";

const { files, codes } = vector("openings.json");

test("files of opened ballots open to Python's choices", () => {
  for (const { election, file, hash, credential, choices } of files) {
    const found = verifyOpening(bytes(file), electionNamed(election));
    assert.deepEqual(found, { hash, credential, choices });
  }
});

test("changed files of opened ballots get Python's verdict", () => {
  for (const { election, file, changes } of files) {
    for (const { place, value, hash, refusal, detail } of changes) {
      const once = changed(file, place, value);
      const data = bytes(hash === null ? once : changed(once, ["hash"], hash));
      const verdict = judged(() => verifyOpening(data, electionNamed(election)));
      assert.deepEqual(verdict, { refusal, detail }, place.join("."));
    }
  }
});

test("codes of opened ballots get Python's verdict", () => {
  for (const { election, code, refusal, detail, found } of codes) {
    const held = electionNamed(election);
    assert.deepEqual(judged(() => verifyOpeningCode(code, held)), { refusal, detail }, code);
    if (found !== null) assert.deepEqual(verifyOpeningCode(code, held), found);
  }
});
