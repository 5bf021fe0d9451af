/**
 * Make and judge ballots for test_node.py: JSON comes in on stdin, JSON goes out on stdout.
 *
 * {"make": [{"election", "credential", "choices"}], "judge": [{"election", "ballot", "credentials"}],
 *  "open": [{"election", "credential", "choices"}]}
 */

import { readFileSync } from "node:fs";

import { makeBallot, parseBallot, verifyBallot } from "../../voting/client/ballot.js";
import { parseElection } from "../../voting/client/election.js";
import { SENTENCES } from "../../voting/client/errors.js";
import { Preparation } from "../../voting/client/preparation.js";
import { bytes, judged, textOf } from "./support.js";

const asked = JSON.parse(readFileSync(0, "utf8"));

function prepared({ election, credential, choices }) {
  const preparation = new Preparation(parseElection(bytes(election)), credential);
  choices.forEach((marks, row) => preparation.mark(row, marks));
  return preparation;
}

function judge({ election: data, ballot, credentials }) {
  const election = parseElection(bytes(data));
  const listed = credentials && new Set(credentials);
  const parsed = () => parseBallot(bytes(ballot), election);
  return judged(() => verifyBallot(parsed(), election, { credentials: listed }));
}

/** One ballot made at once, and one as the page makes it: opened first, then cast. */
function make(entry) {
  const election = parseElection(bytes(entry.election));
  const preparation = prepared(entry);
  const hashes = [preparation.seal()];
  const { file, code } = preparation.open();
  hashes.push(preparation.seal());
  const { bytes: cast, tracker } = preparation.cast();
  const atOnce = textOf(makeBallot(election, entry.credential, entry.choices));
  return { ballots: [atOnce, textOf(cast)], tracker, hashes, file: textOf(file), code };
}

const answer = {
  made: asked.make.map(make),
  judged: asked.judge.map(judge),
  sentences: SENTENCES,
};
process.stdout.write(JSON.stringify(answer));
