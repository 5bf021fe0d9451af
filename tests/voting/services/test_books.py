"""The books: no result is published while numbers of cards neither balance nor are explained."""

import hashlib
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from audit.entries import AddendumEntry, HandCountEntry, IncidentEntry, NoteEntry
from tests.voting.people import Organizer
from tests.voting.views.page import page
from voting.refusals import Refusal, VotingRefused, answer_to
from voting.services import books
from voting.services.books import AddendumKind
from voting.services.common import find_conference
from voting.services.reading import read_conference


def entries(organizer: Organizer) -> list[object]:
    with organizer.instance.database.reading() as session:
        found = books.every_entry(session, find_conference(session, organizer.uuid).id)
    return list(found)


def counted(organizer: Organizer) -> None:
    """Take a conference of two ballots to where only the publication is left."""
    delegates = organizer.is_open()
    for delegate in delegates[:2]:
        delegate.casts()
    organizer.closes()
    organizer.decrypts()
    organizer.counts()


def test_a_count_by_hand_that_agrees_changes_nothing(organizer: Organizer) -> None:
    counted(organizer)
    books.record_hand_count(organizer.instance, organizer.uuid, printed=5, issued=5, void=0)
    assert books.read_books(organizer.instance, organizer.uuid).differences == ()
    organizer.publishes()


def test_a_difference_blocks_the_publication_until_it_is_explained(organizer: Organizer) -> None:
    counted(organizer)
    instance, uuid = organizer.instance, organizer.uuid
    books.record_hand_count(instance, uuid, printed=5, issued=4, void=1)
    with pytest.raises(VotingRefused) as refused:
        organizer.publishes()
    assert refused.value.refusal is Refusal.BOOKS_UNBALANCED
    assert (
        answer_to(refused.value)
        .message("vi")
        .endswith("Sai lệch: số thẻ phát ra 4, đối chiếu 5; số thẻ huỷ 1, đối chiếu 0.")
    )
    books.record_note(instance, uuid, {"issued"}, "Một  thẻ\nin hỏng")
    with pytest.raises(VotingRefused):
        organizer.publishes()
    books.record_note(instance, uuid, {"void"}, "Cùng thẻ ấy")
    assert [one.what for one in books.read_books(instance, uuid).differences] == ["issued", "void"]
    organizer.publishes()
    assert NoteEntry(about=("issued",), text="Một thẻ in hỏng") in entries(organizer)


def test_a_second_count_that_agrees_needs_no_note(organizer: Organizer) -> None:
    counted(organizer)
    for issued in (4, 5):
        books.record_hand_count(
            organizer.instance, organizer.uuid, printed=5, issued=issued, void=0
        )
    organizer.publishes()


def refusal_of(act: Callable[[], object]) -> Refusal:
    with pytest.raises(VotingRefused) as refused:
        act()
    return refused.value.refusal


def test_each_act_has_its_time(organizer: Organizer) -> None:
    instance, uuid = organizer.instance, organizer.prepares().uuid

    def note() -> object:
        return books.record_note(instance, uuid, ["void"], "x")

    def count() -> object:
        return books.record_hand_count(instance, uuid, printed=1, issued=1, void=0)

    def addendum() -> object:
        return books.record_addendum(instance, uuid, AddendumKind.CORRECTION, b"x", "x")

    assert refusal_of(note) is refusal_of(count) is Refusal.VOTING_NOT_OPEN
    organizer.rehearses()
    delegates = organizer.prints()
    organizer.opens()
    assert refusal_of(note) is refusal_of(count) is Refusal.VOTING_STILL_OPEN
    for delegate in delegates:
        delegate.casts()
    organizer.closes()
    note()
    organizer.decrypts()
    organizer.counts()
    assert refusal_of(addendum) is Refusal.RESULT_NOT_PUBLISHED
    organizer.publishes()
    addendum()
    assert refusal_of(note) is refusal_of(count) is Refusal.ALREADY_PUBLISHED


def test_what_is_no_entry_is_refused_and_changes_nothing(organizer: Organizer) -> None:
    counted(organizer)
    instance, uuid = organizer.instance, organizer.uuid
    before = read_conference(instance, uuid)
    for act in (
        lambda: books.record_note(instance, uuid, ["void"], " "),
        lambda: books.record_note(instance, uuid, ["valid"], "x"),
        lambda: books.record_note(instance, uuid, [], "x"),
        lambda: books.record_incident(instance, uuid, "x" * 2001),
        lambda: books.record_hand_count(instance, uuid, printed=-1, issued=0, void=0),
    ):
        assert refusal_of(act) is Refusal.BAD_NOTE
    assert read_conference(instance, uuid) == before


def test_the_page_of_events_tells_them_in_words(client: FlaskClient, organizer: Organizer) -> None:
    counted(organizer)
    instance, uuid = organizer.instance, organizer.uuid
    scan = b"%PDF"
    digest = hashlib.sha256(scan).hexdigest()
    books.record_incident(instance, uuid, "Mất điện 5 phút")
    books.record_hand_count(instance, uuid, printed=5, issued=5, void=1)
    books.record_note(instance, uuid, ["void"], "Một thẻ thử")
    organizer.publishes()
    books.record_addendum(instance, uuid, AddendumKind.SIGNED_MINUTES, scan, "Đủ chữ ký")
    books.record_addendum(instance, uuid, AddendumKind.CORRECTION, b"x", "Sửa tên")
    seen = page(client, f"/c/{uuid}/log").words
    for sentence in (
        "Ghi nhận: Mất điện 5 phút",
        "Ban Kiểm phiếu đếm tay: in ra 5, phát ra 5, huỷ 1.",
        "Ghi chú sai lệch (số thẻ huỷ): Một thẻ thử",
        f"Bản quét biên bản đã ký được ghi vào sổ: Đủ chữ ký SHA-256 {digest}",
        "Bản đính chính được ghi vào sổ: Sửa tên",
    ):
        assert sentence in seen, sentence
    assert (
        "Note on what does not balance (cards void):"
        in page(client, f"/c/{uuid}/log?lang=en").words
    )
    kinds = [type(entry) for entry in entries(organizer)]
    assert {AddendumEntry, HandCountEntry, IncidentEntry, NoteEntry} <= set(kinds)
