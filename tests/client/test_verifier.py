"""The browser's verifier says of every record what the Python verifier says, word for word."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from audit import catalogue
from audit.errors import Unreadable
from audit.findings import Check, Fault
from audit.inquiries import CHECKS_OF
from audit.inquiry_sentences import ANSWER_REASONS, ANSWERS, INQUIRIES
from audit.log_catalogue import LOGS
from audit.log_sentences import LOG_UNREADABLE
from tests.audit.check_vectors import read_catalogue
from tests.audit.forge import VECTORS, Draft, archive, dump, load, with_field
from tests.audit.workshop import complete, workshop
from tests.client.agreement import (
    Json,
    Judged,
    browser_reports,
    judged_catalogue,
    judged_files,
    judged_forgeries,
    short,
    vectors,
)

pytestmark = pytest.mark.usefixtures("work")

BLOCK = 512
HALL = "plain"
REFUSALS = {Fault.REFUSED, Fault.LOG_REFUSED}
NOT_OF_A_FILE = {Unreadable.NO_FILE, Unreadable.CHANGED_WHILE_READ, Unreadable.WORKER_LOST}


def agreed(table: list[Judged]) -> list[str]:
    """Return the verdicts in short; every one is the same report from both."""
    assert [judged.line for judged in table if judged.python != judged.browser] == []
    return [short(judged.python) for judged in table]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_they_agree_on_every_vector(language: str) -> None:
    paths = vectors()
    stored = [path for path in VECTORS.rglob("*.bel") if path.parent.name != "checks"]
    assert {path.name for path in paths} >= {path.name for path in stored}
    verdicts = agreed(judged_files(paths, language))
    sound = [path.parent.name != "forged" for path in paths]
    assert [verdict.startswith("sound") for verdict in verdicts] == sound


def test_they_say_the_same_sentences_of_everything_that_is_stored() -> None:
    table = judged_catalogue()
    agreed(table)
    assert [judged.name for judged in table] == [case["name"] for case in read_catalogue()]


def test_they_agree_on_a_forged_record_for_every_check(tmp_path: Path) -> None:
    table = judged_forgeries(tmp_path)
    agreed(table)
    checks = [check for judged in table for check in judged.python.get("checks", [])]
    found = {check["number"] for check in checks if check["state"] == "failed"}
    assert found == {check.value for check in Check}
    codes = {finding["code"] for check in checks for finding in check["findings"]}
    assert codes >= {fault.value for fault in Fault} - REFUSALS


def unreadable() -> dict[str, bytes]:
    """Make a file for each reason not to read one."""
    whole = (VECTORS / f"{HALL}.bel").read_bytes()
    second = 2 * BLOCK  # the member behind the header and its content
    made = {
        "empty": b"",
        "short": whole[:100],
        "zeros": bytes(2048),
        "text": b"PK\x03\x04" * 500,
        "cut-in-content": whole[: second + BLOCK + 7],
        "cut-in-header": whole[: second + 100],
        "cut-in-padding": whole[:-1],
        "behind": whole + b"x" * BLOCK,
        "end-block": whole + bytes(1024),
        "padding": whole[: second - 1] + b"\1" + whole[second:],
        "again": whole + whole[:second],
        "name": with_field(whole, 0, b"caf\xc3\xa9".ljust(100, b"\0"), second),
        "large-event": with_field(whole, 124, b"77777777777\0", second),
        "large-header": with_field(whole, 124, b"00000002001\0"),
        "mtime": with_field(whole, 136, b"0000000000x\0", second),
    }
    for place, field in ((100, b"0000755"), (108, b"0001750"), (156, b"5"), (257, b"ustar\0")):
        made[f"field-{place}"] = with_field(whole, place, field, second)
    return made


def test_they_agree_on_what_cannot_be_read(tmp_path: Path) -> None:
    paths = []
    for name, data in unreadable().items():
        paths.append(tmp_path / f"{name}.bel")
        paths[-1].write_bytes(data)
    table = judged_files(paths)
    agreed(table)
    codes = {judged.python["code"] for judged in table}
    assert codes == set(Unreadable) - NOT_OF_A_FILE - {Unreadable.TOO_MANY_MEMBERS} - set(
        LOG_UNREADABLE
    )


NUMBERS = ["1.0", "1e0", "-0", "01", "+1", "1.", ".5", "-", "1e", "1e999", "true", "null", '"1"']
NUMBERS += ["9007199254740993", "-1", "9" * 25, "9" * 4300, "9" * 4301, "0x1", "１", "NaN", "[1]"]
TEXTS = [rb"\ud800", rb"\udc00", rb"\ud83d\ude00", rb"\u0041", rb"\/", rb"\x", b"\xff", b"\x00"]
TEXTS += [b"\xed\xa0\x80", b"\xef\xbf\xbd", b"\x7f", b"\xe2\x80\xa8", rb"\u00e", rb"\u0001", b"\t"]
WHOLES = ['{"result":[[1]]} ', ' {"result":[[1]]}', '\ufeff{"result":[]}', '{"result":[[1]],}']
WHOLES += [
    '{"result":[[1],]}',
    '{"result":[[1]]',
    '{"result":"x","result":[]}',
    "[]",
    "",
    '{"x":1}',
]
WHOLES += [
    '{"result":[[1]]}x',
    '{"r\\u0065sult":[[1]]}',
    '{"result" :[]}',
    "{}",
    '{"result":[[1 ]]}',
]


def strange(draft: Draft) -> list[Draft]:
    """Write the same record with JSON that is wrong in small ways."""
    assert draft.result is not None
    first = draft.ballots[0]
    results = [draft.result.replace(b"[[1", b"[[" + n.encode(), 1) for n in NUMBERS]
    results += [whole.encode() for whole in WHOLES]
    ballots = [first.replace(b'"election_uuid":"', b'"election_uuid":"' + t) for t in TEXTS]
    ballots += [first.replace(b'"credential":"', b'"credential":"' + t) for t in TEXTS]
    ballots += [first[:-1] + b',"' + t + b'":"' + t + b'"}' for t in TEXTS]
    ballots += [first[:-1] + b',"more":' + n.encode() + b"}" for n in NUMBERS]
    elections = [
        draft.election.replace(b'"name":"', b'"name":"' + text) for text in TEXTS if text != b"\xff"
    ]
    return [
        *(replace(draft, result=result) for result in results),
        *(replace(draft, ballots=(ballot, *draft.ballots[1:])) for ballot in ballots),
        *(replace(draft, election=election, ballots=()) for election in elections),
        replace(draft, election=draft.election.replace(b'"min":0', b'"min":' + b"9" * 20, 1)),
        replace(draft, trustees=draft.trustees.replace(b'["Single",', b'["Single", ', 1)),
        replace(draft, trustees=draft.trustees.replace(b'"pok":', b'"pok": ', 1)),
        replace(draft, trustees=draft.trustees.replace(b'"Single"', b'"\xff"', 1)),
        replace(draft, credentials=dump([*json.loads(draft.credentials), "x,1"])),
        replace(draft, num_tallied=10**30, total_weight=-1),
    ]


def test_they_agree_on_strange_json(tmp_path: Path) -> None:
    paths = []
    for number, draft in enumerate(strange(complete(workshop()))):
        paths.append(tmp_path / f"{number}.bel")
        paths[-1].write_bytes(draft.archive())
    verdicts = agreed(judged_files(paths))
    assert len({verdict for verdict in verdicts if not verdict.startswith("sound")}) > 10


def test_they_agree_on_a_header_that_is_no_header(tmp_path: Path) -> None:
    members = load(HALL).members()
    path = tmp_path / "x.bel"
    path.write_bytes(archive(members, 8**11 - 1))
    agreed(judged_files([path]))


def test_the_sentences_are_pythons() -> None:
    (written,) = browser_reports([{"path": None, "earlier": None}])
    wanted: Json = {
        name: {code: {"vi": one.vi, "en": one.en} for code, one in of.items()}
        for name, of in (
            ("TITLES", {check.name.lower(): one for check, one in catalogue.TITLES.items()}),
            ("FAULTS", {f.value: one for f, one in catalogue.FAULTS.items() if f not in REFUSALS}),
            ("REASONS", {code.value: one for code, one in catalogue.REASONS.items()}),
            ("UNREADABLE", {code.value: one for code, one in catalogue.UNREADABLE.items()}),
            ("STATES", {state.value: one for state, one in catalogue.STATES.items()}),
            ("STAGES", {stage.value: one for stage, one in catalogue.STAGES.items()}),
            ("WORDS", catalogue.WORDS),
            ("LOGS", {code.value: one for code, one in LOGS.items()}),
            ("INQUIRIES", {inquiry.name.lower(): one for inquiry, one in INQUIRIES.items()}),
            ("ANSWERS", {answer.value: one for answer, one in ANSWERS.items()}),
            ("ANSWER_REASONS", {reason.value: one for reason, one in ANSWER_REASONS.items()}),
        )
    }
    assert written == wanted


def test_every_check_has_its_number_and_its_question() -> None:
    (written,) = browser_reports([{"path": "?"}])
    assert written["numbers"] == {check.name.lower(): check.value for check in Check}
    assert written["questions"] == [
        [inquiry.name.lower(), [check.name.lower() for check in checks]]
        for inquiry, checks in CHECKS_OF.items()
    ]
