"""The browser's verifier reads logs, and what comes with them, as the Python verifier does."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from audit.entries import ENTRY_TYPES, PublicationEntry, entry_bytes
from audit.errors import Unreadable
from audit.log_sentences import LOG_UNREADABLE
from audit.policy import make_policy
from tests.audit.forge import Draft
from tests.audit.forge_log import LogDraft, log_of
from tests.audit.logs import cosigned
from tests.audit.workshop import Workshop, complete, workshop
from tests.client.agreement import Json, browser_reports, python_report, short
from tests.client.test_verifier import NUMBERS, TEXTS

pytestmark = pytest.mark.usefixtures("work")

NOT_MADE: Final = {Unreadable.LOG_TOO_LARGE}  # it takes a million entries
Files = dict[str, Any]


@pytest.fixture(scope="module")
def shop() -> Workshop:
    return workshop()


@pytest.fixture(scope="module")
def sound(shop: Workshop) -> Draft:
    return complete(shop)


@pytest.fixture(scope="module")
def log(shop: Workshop, sound: Draft) -> LogDraft:
    return log_of(sound, shop)


@pytest.fixture
def files(tmp_path: Path, sound: Draft, log: LogDraft) -> Files:
    """A record, its log and policy, an earlier checkpoint and a receipt."""
    contents = {
        "path": sound.archive(),
        "log": log.archive(),
        "policy": make_policy(log.policy),
        "checkpoint": log.checkpoint(4).encode(),
        "receipt": log.receipt(log.index("Ballot")).encode(),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in contents}


def agreed(given: list[Files], language: str = "vi") -> list[Json]:
    """Return what both verifiers say of records with their logs; it is the same."""
    asked = [
        {
            **{name: str(one[name]) for name in ("path", "log", "policy")},
            "kept": [{"path": str(one[n]), "name": one[n].name} for n in ("checkpoint", "receipt")],
        }
        for one in given
    ]
    said = [_short_name(report) for report in browser_reports(asked, language)]
    python = [
        python_report(
            one["path"],
            language,
            log=one["log"],
            policy=one["policy"],
            earlier=[one["checkpoint"], one["receipt"]],
        )
        for one in given
    ]
    assert said == [_short_name(report) for report in python]
    return said


def _short_name(report: Json) -> Json:
    return {**report, "record": Path(report["record"]).name}


def test_they_say_since_when_witnesses_are_missing(files: Files, log: LogDraft) -> None:
    files["log"].write_bytes(replace(log, witnesses=()).archive())
    files["checkpoint"].write_text(cosigned(log.checkpoint(4), 1, 2), encoding="utf-8")
    (report,) = agreed([files])
    found = [(one["code"], one["entry"]) for one in report["checks"][25]["findings"]]
    assert found == [("no_quorum", None), ("witnesses_up_to", 4)]
    place = log.index("Ballot")
    held = log.held(place, place + 1, 1, 2)
    files["receipt"].write_text(log.receipt(place, held=held), encoding="utf-8")
    (report,) = agreed([files])
    found = [(one["code"], one["entry"]) for one in report["checks"][25]["findings"]]
    assert found == [("no_quorum", None), ("witnesses_up_to", place)]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_they_answer_every_question_of_a_sound_log(files: Files, language: str) -> None:
    (report,) = agreed([files], language)
    assert (report["outcome"], report["policy"]) == ("sound", "given")
    assert {one["answer"] for one in report["questions"]} == {"yes"}
    assert [one["number"] for one in report["checks"]] == [*range(1, 23), *range(24, 35)]


@pytest.mark.parametrize(("by", "outcome"), [("organizer", "sound"), ("auditor", "findings")])
def test_they_know_the_roles_that_may_act(
    by: str, outcome: str, files: Files, log: LogDraft
) -> None:
    place = log.index("closing")
    signed = log.entries[place].replace(b"}", f',"by":"{by}"}}'.encode())
    entries = (*log.entries[:place], signed, *log.entries[place + 1 :])
    changed = replace(log, entries=entries)
    files["log"].write_bytes(changed.archive())
    files["checkpoint"].write_text(changed.checkpoint(4), encoding="utf-8")
    files["receipt"].write_text(changed.receipt(changed.index("Ballot")), encoding="utf-8")
    (report,) = agreed([files])
    assert report["outcome"] == outcome


def unreadable(log: bytes, receipt: bytes) -> list[tuple[str, bytes]]:
    """Make files for each reason not to read one: which it stands for, and what it holds."""
    first = log.split(b"\n")[1]
    logs = [
        b"",
        log[1:],
        b"tinnhiem/log/v1",
        log.replace(b"/v1\n", b"/v1\r\n", 1),
        log[:400],
        log[: log.index(b"\n\n")],
        log[: log.index(b"\n\n") + 1],
        log[: log.index(b"\n\n") + 2],
        log.replace(first, b"x" * 65_536, 1),
        log.replace(b"\n\n", b"\n\n\n", 1),
        log + b"\n",
        log + b"\xff",
        log + b"\xe2\x80\x94 x y\n",
    ]
    policies = [b"", b"x\n", b"quorum none", b"quorum a\n", b"quorum none\nquorum none\n"]
    policies += [b"log a\n", b"group g 1\n", b"\x01\n", b"#" * (1 << 18) + b"\n"]
    policies += [b"witness none a\n", b"group g 2 a\n", b"log a+00000000+AAAA\nquorum none\n"]
    kept = [
        b"",
        b"x\n",
        b"\xff\n",
        b"c2sp.org/tlog-proof@v1\n",
        receipt.replace(b"extra", b"index"),
    ]
    kept += [receipt.replace(b"extra eyJ", b"extra eyI", 1), receipt.replace(b"index ", b"index 0")]
    return [
        *(("log", content) for content in logs),
        *(("policy", content) for content in policies),
        *(("receipt", content) for content in kept),
    ]


def test_they_agree_on_what_cannot_be_read(
    files: Files, log: LogDraft, sound: Draft, tmp_path: Path
) -> None:
    receipt = files["receipt"].read_bytes()
    other = log.receipt(log.index("publication")).encode()
    given: list[Files] = []
    for name, content in [*unreadable(files["log"].read_bytes(), receipt), ("checkpoint", other)]:
        path = tmp_path / f"{len(given)}.{name}"
        path.write_bytes(content)
        given.append({**files, name: path})
    said = agreed(given)
    assert {report["outcome"] for report in said} == {"unreadable"}
    assert [report["record"] for report in said] == [
        f"{number}.{next(k for k in one if one[k] != files[k])}" for number, one in enumerate(given)
    ]
    assert {report["code"] for report in said} >= set(LOG_UNREADABLE) - NOT_MADE


def test_a_policy_that_is_no_utf8_is_refused_by_the_browser(files: Files, tmp_path: Path) -> None:
    """Here the two differ: to Python names and comments of a policy are bytes."""
    path = tmp_path / "latin1"
    path.write_bytes(b"# caf\xe9\n" + files["policy"].read_bytes())
    beside = {"log": files["log"], "policy": path, "earlier": []}
    assert python_report(files["path"], **beside)["outcome"] == "sound"
    asked = {"path": str(files["path"]), "log": str(files["log"]), "policy": str(path)}
    (report,) = browser_reports([asked])
    assert (report["code"], report["detail"]) == ("bad_policy", "UTF-8")


BOOKS = {
    "hand_count": b'{"act":"hand_count","printed":4,"issued":3,"void":2}',
    "note": b'{"act":"note","about":["void","issued"],"text":"x"}',
    "addendum": b'{"act":"addendum","kind":"correction","file":"%s","text":"x"}' % (b"9" * 64),
}


def test_they_agree_on_the_books(log: LogDraft, tmp_path: Path, files: Files) -> None:
    count, note, addendum = BOOKS.values()
    closing, last = log.index("closing"), len(log.entries) - 1
    given = []
    for number, (place, books) in enumerate(
        [
            (closing, [count]),
            (closing, [count, note]),
            (closing, [count, note, note.replace(b"issued", b"printed")]),
            (closing, [note, count]),
            (closing, [addendum]),
            (log.index("Ballot"), [note]),
            (last, [addendum]),
            (last, [count]),
        ]
    ):
        path = tmp_path / f"books-{number}.tlog"
        path.write_bytes(log.with_entry(place, log.entries[place], *books).archive())
        given.append({**files, "log": path})
    said = agreed(given)
    assert {report["outcome"] for report in said} == {"sound", "findings"}
    found = [
        one["code"] for report in said for check in report["checks"] for one in check["findings"]
    ]
    assert {"cards_unexplained", "act_out_of_order"} == set(found)


def strange(entry: bytes) -> list[bytes]:
    """Write an entry in ways that are wrong, or that only look so."""
    said = json.loads(entry)
    others = [name for name in said if name != "act"]
    lines = [b" " + entry, entry + b" ", entry[:-1], entry + b"}", b"[" + entry + b"]", b"null"]
    lines += [entry[:-1] + b',"act":"incident"}', entry.replace(b'"act"', b'"\\u0061ct"', 1)]
    lines += [json.dumps(said, separators=(", ", ":")).encode()]
    lines += [_written({k: v for k, v in said.items() if k != gone}) for gone in said]
    lines += [_written({**{k: said[k] for k in others}, "act": said["act"]})]
    lines += [_written({"more": [1, {"act": "cards"}], **said}), _written({**said, "more": 1})]
    wrong: list[Json] = ["", 1, None, []]
    lines += [_written({"act": one, **{k: said[k] for k in others}}) for one in wrong]
    values: list[Json] = [
        None,
        -1,
        0,
        1,
        1.5,
        1_000_001,
        10**30,
        "",
        "x",
        "x" * 2001,
        "𝄞" * 2000,
        [],
        [0],
        {},
    ]
    values += [[1] * 1001, "0" * 64, "F" * 64, {"type": "Ballot", "height": 1}]
    lines += [_written({**said, name: value}) for name in others for value in values]
    return lines


def _written(value: Json) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def test_they_agree_on_strange_entries(
    sound: Draft, log: LogDraft, tmp_path: Path, files: Files
) -> None:
    kinds = {kind.__struct_config__.tag for kind in ENTRY_TYPES}
    entries = [log.entries[log.index(kind)] for kind in sorted(kinds - {"incident", *BOOKS})]
    entries += BOOKS.values()
    entries.append(entry_bytes(PublicationEntry(result="0" * 64)))
    entries.append('{"act":"incident","text":"Mất điện"}'.encode())
    incident = entries[-1]
    lines = [line for entry in entries for line in strange(entry)]
    lines += [incident.replace(b"M", text) for text in TEXTS]
    lines += [b'{"act":"cards","made_by":"server","count":' + n.encode() + b"}" for n in NUMBERS]
    lines += [b'{"act":"' + text + b'"}' for text in TEXTS]
    lines = [line for line in lines if b"\n" not in line]
    given = []
    for place in range(0, len(lines), 200):
        path = tmp_path / f"{place}.tlog"
        some = tuple(lines[place : place + 200])
        path.write_bytes(replace(log, entries=(*log.entries, *some)).archive())
        given.append({**files, "log": path})
    said = agreed(given)
    found = [finding for report in said for finding in report["checks"][22]["findings"]]
    assert {finding["code"] for finding in found} == {"malformed", "not_canonical"}
    assert len({finding["values"]["detail"] for finding in found}) > 20
    assert len(found) < len(lines)  # some are as they must be
    assert all(short(report).startswith("24 ") for report in said)
