"""The server's side of a stick: what a member needs, and what the member brought back."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from ballots.canonical import decode
from ballots.errors import BallotsError
from voting.ceremony_models import Step
from voting.committee_files import (
    MAX_FILE,
    Answer,
    BlameContent,
    DecryptionContent,
    Request,
    Stick,
    TallyFile,
    line,
    parse_answer,
)
from voting.instance import Instance
from voting.member_log import LOG_FILE
from voting.refusals import Refusal, VotingRefused
from voting.services.ceremony_messages import blame, read_messages, take_message
from voting.services.ceremony_reading import CeremonyView, read_ceremony
from voting.services.committee_decrypting import read_tally, take_decryption
from voting.services.drilling import take_drill
from voting.services.evidence import read_log_file
from voting.services.reading import Part, read_part, read_record

T = TypeVar("T")

_ROUNDS = ("certificate", "commitment", "polynomial", "voutput")


def export_files(instance: Instance, uuid: str, number: int, folder: Path) -> Iterator[Path]:
    """Write what a member needs for the next step; raises VotingRefused."""
    view, stick = read_ceremony(instance, uuid), Stick(folder)
    if number > view.size:
        raise VotingRefused(Refusal.UNKNOWN_MEMBER, f"{number}")
    yield stick.write("ceremony.json", line(_request(view, number)))
    for step in _complete(view):
        listed = read_messages(instance, uuid, Step(step))
        yield stick.write(f"{step}s.json", line(listed))
    if view.state == "keys":
        return
    for part in (Part.ELECTION, Part.TRUSTEES, Part.DEFINITION):
        yield stick.write(f"{part.value}.json", read_part(instance, uuid, part))
    if view.state == "closed":  # the record first: what the log has more is no part of it
        tally = read_tally(instance, uuid)
        shown = TallyFile(tally.encrypted_tally.decode(), tally.number)
        yield stick.write("tally.json", line(shown))
        _, pieces = read_record(instance, uuid)
        yield stick.write("record.bel", b"".join(pieces))
    yield stick.write(LOG_FILE, b"".join(read_log_file(instance, uuid)))


def _request(view: CeremonyView, number: int) -> Request:
    return Request(
        tinnhiem="committee-request",
        version=1,
        uuid=view.uuid,
        name=view.name,
        group=view.group,
        size=view.size,
        threshold=view.threshold,
        server_share=view.server_share,
        attempt=view.attempt,
        round=view.round,
        index=number,
        members=tuple(member.name for member in view.members),
    )


def _complete(view: CeremonyView) -> tuple[str, ...]:
    """Return the rounds that are complete."""
    return _ROUNDS if view.round == "done" else _ROUNDS[: _ROUNDS.index(view.round)]


def import_file(instance: Instance, path: Path) -> tuple[Answer, bool]:
    """Take a member's answer; tell whether it is new. Raises VotingRefused, MessageRefused."""
    with path.open("rb") as file:
        answer = parse_answer(file.read(MAX_FILE + 1), path.name)
    view = read_ceremony(instance, answer.uuid)
    if answer.attempt != view.attempt or answer.index > view.size:
        raise VotingRefused(Refusal.WRONG_FILE, path.name)
    return answer, _take(instance, answer, path.name)


def _take(instance: Instance, answer: Answer, name: str) -> bool:
    uuid, number, content = answer.uuid, answer.index, answer.content.encode()
    if answer.step == "drill":
        return take_drill(instance, uuid, number, content)
    if answer.step == "decryption":
        sent = _read(content, DecryptionContent, name)
        return take_decryption(instance, uuid, number, sent.partial.encode(), sent.proof.encode())
    if answer.step == "blame":
        found = _read(content, BlameContent, name)
        blame(instance, uuid, number, step=found.round, number=found.index, refusal=found.refusal)
        return True
    return take_message(instance, uuid, number, Step(answer.step), content)


def _read(content: bytes, kind: type[T], name: str) -> T:
    try:
        return decode(content, kind, limit=MAX_FILE)
    except BallotsError as error:
        raise VotingRefused(Refusal.WRONG_FILE, name) from error
