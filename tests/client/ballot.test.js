/** Ballots: those of the records, those that Python made, and every change of them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  makeBallot,
  maxBallotSize,
  parseBallot,
  trackerOf,
  verifyBallot,
} from "../../voting/client/ballot.js";
import { drawFrom } from "../../voting/client/drawing.js";
import { parseElection } from "../../voting/client/election.js";
import {
  CARD,
  RECORDS,
  bytes,
  changed,
  electionNamed,
  isSlow,
  judged,
  record,
  textOf,
  twins,
} from "./support.js";

const seedOf = (entry) => Uint8Array.from(Buffer.from(entry.seed, "hex"));
const oneOf = (list) => (isSlow ? list.filter((_, index) => index % 25 === 0) : list);

test("every ballot of every record is accepted", () => {
  let verified = 0;
  for (const name of isSlow ? RECORDS.slice(0, 1) : RECORDS) {
    const { election: data, credentials, ballots } = record(name);
    const election = parseElection(data);
    const listed = new Set(credentials.map((entry) => entry.split(",")[0]));
    for (const ballot of ballots) {
      verifyBallot(parseBallot(ballot, election), election, { credentials: listed });
      verified += 1;
    }
  }
  assert.ok(verified > (isSlow ? 0 : 40));
});

test("with the same randomness, the bytes are Python's", () => {
  for (const entry of oneOf(twins.ballots)) {
    const election = electionNamed(entry.election);
    const draw = drawFrom(seedOf(entry), 0, 0);
    const made = makeBallot(election, entry.credential, entry.choices, draw);
    assert.equal(textOf(made), entry.bytes);
    assert.equal(trackerOf(made), entry.tracker);
    verifyBallot(parseBallot(made, election), election);
  }
});

test("a changed ballot gets Python's verdict", () => {
  for (const { election: name, ballot, changes, refusal, detail } of oneOf(twins["changed ballots"])) {
    const election = electionNamed(name);
    const base = twins.ballots.filter((entry) => entry.election === name)[ballot].bytes;
    const text = changes.reduce((old, [place, value]) => changed(old, place, value), base);
    const found = judged(() => verifyBallot(parseBallot(bytes(text), election), election));
    assert.deepEqual(found, { refusal, detail }, JSON.stringify(changes).slice(0, 300));
  }
});

test("the size cap is Python's, and has room for every ballot", () => {
  for (const entry of twins.elections) {
    assert.equal(maxBallotSize(electionNamed(entry.name)), entry["max ballot size"]);
  }
  const election = electionNamed("confidence");
  const long = new Uint8Array(maxBallotSize(election) + 1);
  assert.equal(judged(() => parseBallot(long, election)).refusal, "too_large");
});

test("a ballot of another election, or of a card that is not listed, is refused", () => {
  const [first, second] = twins.elections.map(({ name }) => electionNamed(name));
  const data = bytes(twins.ballots[0].bytes);
  const ballot = parseBallot(data, first);
  assert.equal(judged(() => verifyBallot(ballot, second)).refusal, "wrong_election");
  const work = () => verifyBallot(ballot, first, { credentials: new Set() });
  assert.equal(judged(work).refusal, "unknown_credential");
});

test("other bytes of the same ballot are refused", () => {
  const election = electionNamed("confidence");
  const text = twins.ballots[0].bytes;
  const { election_uuid: uuid, ...rest } = JSON.parse(text);
  const forms = [
    `${text}\n`,
    ` ${text}`,
    text.replace(",", ", "),
    JSON.stringify({ ...rest, election_uuid: uuid }),
    text.replace("election_uuid", "\\u0065lection_uuid"),
  ];
  for (const form of forms) {
    assert.equal(judged(() => parseBallot(bytes(form), election)).refusal, "not_canonical");
  }
});

test("choices that break the rules make no ballot, and are not repeated", () => {
  const election = electionNamed("confidence");
  for (const choices of [[[1, 1, 0], [0, 0, 0]], [[1, 0, 0]], [null, [0, 0, 0]], [[1, 0], [0, 0, 1]]]) {
    const { refusal, detail } = judged(() => makeBallot(election, CARD, choices));
    assert.equal(refusal, "bad_choices");
    assert.match(detail, /^(one choice a question|question 1: [a-z ]+)$/);
  }
});

test("one choice is never encrypted twice alike", () => {
  const election = electionNamed("confidence");
  const made = [1, 2].map(() => JSON.parse(textOf(makeBallot(election, CARD, [[1, 0, 0], [0, 0, 0]]))));
  const seen = made.flatMap(({ answers }) => answers.flatMap(({ choices }) => choices));
  assert.equal(new Set(seen.flatMap(({ alpha, beta }) => [alpha, beta])).size, 2 * 2 * 3 * 2);
});
