"""The lists of a draft: taken whole, people one by one, photos by their names."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from ballots.errors import Sentence
from voting.instance import Instance
from voting.plan.photos import PhotoUnreadable, made_small
from voting.plan.preview import KINDS
from voting.plan.refusals import PlanRefusal, PlanRefused
from voting.plan.steps import Step, clerk_sentence, missing_photos
from voting.plan.table import MAX_FILE
from voting.refusals import Refusal, VotingRefused
from voting.services.documents import mark_of
from voting.services.drafts import change_draft, read_draft
from voting.services.sessions import Who

FIELDS: Final = ("name", "position", "section")
_LIMITS: Final = (PlanRefusal.TOO_FEW_PEOPLE,)  # of a list that is still being typed

_NUMBERS: Final = Sentence(
    "Số dòng ở đây là số thứ tự trong danh sách đã nhận, không tính tiêu đề.",
    "Row numbers are those of the list that was taken, without headings.",
)

Rows = list[dict[str, str]]


class ListRefused(Exception):
    """What was typed or given cannot be taken; `sentences` says everything that is wrong."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        super().__init__("; ".join(each.en for each in sentences))
        self.sentences = tuple(sentences)


def take_list(
    instance: Instance,
    who: Who,
    number: int,
    step: Step,
    taken: Sequence[Mapping[str, str]],
    *,
    after: bool,
    now: int,
) -> None:
    """Put a list in place of the one that is there, or after it. Raises VotingRefused."""

    def change(rows: Rows) -> Rows:
        return [*(rows if after else ()), *(dict(row) for row in taken)]

    _change(instance, who, number, step, change, now=now)


def person_at(document: Mapping[str, Any], row: int) -> dict[str, str]:
    """Return one person of a draft, from 1; an empty one after the last.

    Raises VotingRefused NOT_FOUND.
    """
    people = document.get("people", ())
    if not 1 <= row <= len(people) + 1:
        raise VotingRefused(Refusal.NOT_FOUND)
    return {"order": str(row), **(people[row - 1] if row <= len(people) else {})}


def change_person(
    instance: Instance,
    who: Who,
    number: int,
    row: int,
    typed: Mapping[str, str],
    photo: bytes,
    *,
    now: int,
) -> None:
    """Change the person of a row, move it to `order`, add it, or remove it.

    photo: a new picture, or nothing. Raises ListRefused with all that is wrong, VotingRefused.
    """
    kept = person_at(read_draft(instance, number).document, row)
    given = {} if not photo else dict([_small("", photo)])
    person = {name: typed.get(name, "").strip() for name in FIELDS}
    person["photo"] = next(iter(given), "" if "no_photo" in typed else kept.get("photo", ""))
    person = {name: text for name, text in person.items() if text}

    def change(rows: Rows) -> Rows:
        rest = [*rows[: row - 1], *rows[row:]]
        if "remove" in typed:
            return rest
        return [*rest[: _place(typed, row) - 1], person, *rest[_place(typed, row) - 1 :]]

    _change(instance, who, number, Step.PEOPLE, change, photos=given, now=now)


def take_photos(
    instance: Instance, who: Who, number: int, given: Mapping[str, bytes], *, now: int
) -> None:
    """Give each person the photo that the list names. Raises ListRefused, VotingRefused."""
    wanted = set(missing_photos(read_draft(instance, number).document))
    unknown = sorted(name for name in given if name not in wanted)
    if unknown:
        names = ", ".join(unknown)
        raise ListRefused(
            [
                Sentence(
                    f"Không ai trong danh sách có tên ảnh này: {names}. Hãy đổi tên tệp cho khớp "
                    "cột “Tệp ảnh”, hoặc nộp ảnh ở từng người.",
                    f"Nobody on the list has a photo of this name: {names}. Rename the files as "
                    "in the column “photo”, or give the photo at the person.",
                )
            ]
        )
    small = {name: _small(name, content) for name, content in given.items()}

    def change(rows: Rows) -> Rows:
        return [_with_photo(row, small) for row in rows]

    _change(instance, who, number, Step.PEOPLE, change, photos=dict(small.values()), now=now)


def _with_photo(row: dict[str, str], small: Mapping[str, tuple[str, bytes]]) -> dict[str, str]:
    digest = small.get(row.get("photo", ""), ("", b""))[0]
    return {**row, "photo": digest} if digest else row


def _place(typed: Mapping[str, str], row: int) -> int:
    """Return the row to which a person goes; where it is, if that cannot be read."""
    text = typed.get("order", "").strip()
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else row


def _small(name: str, content: bytes) -> tuple[str, bytes]:
    """Return a photo made small, by its SHA-256. Raises ListRefused."""
    try:
        if len(content) > MAX_FILE:
            raise PhotoUnreadable("too large")
        photo = made_small(content)
    except PhotoUnreadable as error:
        said = Sentence(
            f"Không dùng được ảnh {name}. Ảnh phải là tệp JPEG, PNG hoặc WebP, nhiều nhất 5 MB.",
            f"Photo {name} cannot be used. It must be a JPEG, PNG or WebP file of at most 5 MB.",
        )
        raise ListRefused([said]) from error
    return hashlib.sha256(photo).hexdigest(), photo


def _change(
    instance: Instance,
    who: Who,
    number: int,
    step: Step,
    change: Callable[[Rows], Rows],
    *,
    photos: Mapping[str, bytes] | None = None,
    now: int,
) -> None:
    """Change a list as a whole; refused if somebody else changes it meanwhile."""
    document = read_draft(instance, number).document
    rows = change([dict(row) for row in document.get(step.value, ())])
    kind = KINDS[step]
    try:
        kind.accepted(kind.inline(rows, step.value))
    except PlanRefused as error:
        found = [each for each in error.findings if each.code not in _LIMITS]
        if found:
            numbered = [_NUMBERS] if any(each.row for each in found) else []
            raise ListRefused([*map(clerk_sentence, found), *numbered]) from error
    change_draft(
        instance,
        who,
        number,
        step,
        {step.value: rows or None},
        mark=mark_of(document, step),
        photos=photos,
        now=now,
    )
