"""The catalogues of witnesses and monitors: every code has two sentences with the same places."""

import string
import unicodedata
from enum import StrEnum

import pytest

from audit.errors import LogFault, LogRefused
from ballots.errors import Sentence
from voting.refusals import Refusal
from voting.speech import refusal_lines
from voting.witnessing import alarms, refusals
from voting.witnessing.alarms import AlarmKind, make_alarm, reading_alarm
from voting.witnessing.feeder import SAID
from voting.witnessing.refusals import WatchRefusal, WatchRefused

CATALOGUES: list[tuple[type[StrEnum], dict[StrEnum, Sentence]]] = [
    (WatchRefusal, dict(refusals.SENTENCES.items())),
    (AlarmKind, dict(alarms.SENTENCES.items())),
]


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize(("codes", "sentences"), CATALOGUES)
def test_every_code_has_a_sentence_in_both_languages(
    codes: type[StrEnum], sentences: dict[StrEnum, Sentence]
) -> None:
    assert set(sentences) == set(codes)
    for sentence in [*sentences.values(), *SAID.values()]:
        assert places(sentence.vi) == places(sentence.en)
        assert sentence.vi != sentence.en
        assert unicodedata.is_normalized("NFC", sentence.vi)
        assert sentence.vi.endswith((".", "}")) and sentence.en.endswith((".", "}"))


def test_no_code_means_two_things() -> None:
    codes = [code.value for family in (WatchRefusal, AlarmKind, Refusal) for code in family]
    assert len(codes) == len(set(codes))


def test_a_refusal_is_said_with_its_detail_and_code() -> None:
    error = WatchRefused(WatchRefusal.NO_ANSWER, "http://127.0.0.1:9")
    assert refusal_lines(error, "en") == [
        "This address does not answer. Check the network and the address. "
        "(http://127.0.0.1:9) [watch_no_answer]"
    ]
    assert str(WatchRefused(WatchRefusal.NO_WITNESS)) == "no_witness_here"


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (LogFault.TILE_MISSING, AlarmKind.ENTRY_MISSING),
        (LogFault.TILE_WRONG, AlarmKind.ENTRY_CHANGED),
        (LogFault.ENTRY_WRONG, AlarmKind.ENTRY_CHANGED),
        (LogFault.WRONG_KEY, AlarmKind.BAD_CHECKPOINT),
    ],
)
def test_what_a_reader_refused_becomes_an_alarm(fault: LogFault, kind: AlarmKind) -> None:
    alarm = reading_alarm(LogRefused(fault, "tile/0/000"), {"shown.txt": b"x"})
    assert (alarm.kind, alarm.files) == (kind, {"shown.txt": b"x"})
    assert "{" not in alarm.text("vi") + alarm.text("en")


def test_an_alarm_shouts_in_the_language_asked_for() -> None:
    alarm = make_alarm(AlarmKind.ROLLED_BACK, old=137, new=120)
    assert alarm.text("vi").startswith("!!! HÒM PHIẾU LÙI LẠI: đã ký 137 mục")
    assert alarm.text("en").endswith("[log_rolled_back]")
