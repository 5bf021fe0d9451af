import assert from "node:assert/strict";
import { test } from "node:test";

import { readAsked } from "../../voting/client/booth_data.js";
import { Turn } from "../../voting/client/booth_turn.js";

const PEOPLE = [
  { name: "Nguyễn Văn An", post: "Bí thư", section: "", photo: "" },
  { name: "Trần Thị Bình", post: "", section: "", photo: "" },
  { name: "Lê Hoàng Cường", post: "", section: "", photo: "" },
];
const LIST = {
  answers: ["Nguyễn Văn An, Bí thư", "Trần Thị Bình", "Lê Hoàng Cường"],
  blank: true,
  min: 1,
  max: 2,
  question: "Bầu Ban Chấp hành",
};

function asked(question, seats = 2, more = []) {
  const data = new TextEncoder().encode(JSON.stringify({ uuid: "u", questions: [question, ...more] }));
  return readAsked(data, /** @type {any} */ ({ uuid: "u", seats, people: PEOPLE }));
}

test("a list is the one that the election encrypts for, or it is refused", () => {
  assert.deepEqual(asked(LIST), [{ isRequired: false, answers: 3 }]);
  const others = [
    { ...LIST, answers: [LIST.answers[1], LIST.answers[0], LIST.answers[2]] },
    { ...LIST, answers: LIST.answers.slice(0, 2) },
    { ...LIST, max: 3 },
    { ...LIST, blank: undefined },
  ];
  for (const other of others) assert.equal(asked(other), null);
  assert.equal(asked(LIST, 1), null);
  assert.equal(asked(LIST, 0), null);
  assert.equal(asked(LIST, 2, [LIST]), null);
});

test("a list is given to the worker as a whole, once the choosing is over", () => {
  const given = [];
  const turn = new Turn(3, 2);
  turn.encryptor = /** @type {any} */ ({ mark: (row, marks) => given.push([row, marks && [...marks]]) });
  turn.choose(0, 0);
  turn.choose(2, 0);
  assert.deepEqual([turn.chosen(), turn.isFull(), turn.needsConfirmation()], [2, true, false]);
  assert.deepEqual(given, []);
  turn.settle();
  turn.choose(0, null);
  turn.choose(2, null);
  assert.deepEqual([turn.isFull(), turn.needsConfirmation(), turn.firstMissing()], [false, true, -1]);
  turn.settle();
  assert.deepEqual(given, [
    [0, [1, 0, 1]],
    [0, null],
  ]);
});
