"""The page of events: every act in plain words, ballots only in numbers."""

import pytest
from flask.testing import FlaskClient

from audit.words import words_of_hash
from tests.voting.people import Organizer
from tests.voting.services.test_witnesses import NAMED, PRESS, STRANGER, UNION
from tests.voting.views.page import page
from voting.services import evidence, witnesses
from voting.services.journal import read_journal
from voting.services.reading import read_conference


def test_every_act_is_told_and_ballots_only_in_numbers(
    client: FlaskClient, organizer: Organizer
) -> None:
    delegates = organizer.is_open()
    trackers = [delegate.casts().tracker for delegate in delegates[:3]]
    organizer.closes()
    delegates_after = page(client, f"/c/{organizer.uuid}/log")
    assert "5–7" in delegates_after.words
    organizer.decrypts()
    organizer.counts()
    organizer.publishes()
    seen = page(client, f"/c/{organizer.uuid}/log")
    for sentence in (
        "Bản chuẩn bị được khoá",
        "Máy chủ làm 5 thẻ.",
        "Thử giải mã thành công với 1 người giữ khoá.",
        "Mở lấy phiếu lúc 15:00:00 08/12/2026 (UTC+7). Thẻ in ra 5, phát ra 5, huỷ 0.",
        "3 phiếu vào hòm phiếu.",
        "Kiểm thẻ: phát ra 5, thu về 3, không thu về 2.",
        "Bằng chứng của người giữ khoá số 1",
        "Kết quả vào hòm phiếu.",
        "công bố kết quả.",
    ):
        assert sentence in seen.words, sentence
    assert not any(tracker in seen.text for tracker in trackers)


@pytest.mark.parametrize("address", ["", "log", "board", "receipt", "kiosk"])
def test_the_six_words_of_the_newest_checkpoint_stand_on_every_page(
    address: str, client: FlaskClient, organizer: Organizer
) -> None:
    organizer.is_open()
    before = read_conference(organizer.instance, organizer.uuid)
    assert before.log_words in page(client, f"/c/{organizer.uuid}/{address}").words
    organizer.delegate(organizer.cards[0]).casts()
    after = read_conference(organizer.instance, organizer.uuid)
    assert (after.log_size, after.log_words != before.log_words) == (6, True)
    seen = page(client, f"/c/{organizer.uuid}/{address}").words
    assert after.log_words in seen
    assert f"6 mục {after.log_words}" in seen


def test_the_list_of_conferences_shows_the_mark_of_each(
    client: FlaskClient, organizer: Organizer
) -> None:
    organizer.is_open()
    view = read_conference(organizer.instance, organizer.uuid)
    assert f"Dấu hòm phiếu 5 mục {view.log_words}" in page(client, "/").words


def test_the_words_are_those_of_the_signed_checkpoint(organizer: Organizer) -> None:
    from audit.checkpoint import parse_checkpoint

    organizer.is_open()
    journal = read_journal(organizer.instance, organizer.uuid)
    signed = parse_checkpoint(evidence.read_checkpoint(organizer.instance, organizer.uuid))
    assert journal.words == words_of_hash(signed.checkpoint.root)
    assert len(journal.words.split()) == 6


@pytest.mark.parametrize("name", ["log", "board"])
def test_the_page_says_how_far_enough_witnesses_have_seen(
    name: str, client: FlaskClient, organizer: Organizer
) -> None:
    organizer.is_open(witnesses=NAMED, witness_quorum=2)
    address = f"/c/{organizer.uuid}/{name}"
    assert "Chưa mục nào có đủ 2 giám sát ký xác nhận." in page(client, address).words
    witnesses.join(organizer.instance, organizer.uuid, str(STRANGER.key))
    note = evidence.read_checkpoint(organizer.instance, organizer.uuid)
    for watcher in (UNION, PRESS):
        witnesses.accept_cosignatures(organizer.instance, organizer.uuid, watcher.cosigns(note))
    seen = page(client, address).words
    assert "Đủ giám sát (2) đã ký xác nhận cả 5 mục." in seen
    assert "Công đoàn theo kế hoạch 5 mục mới nhất" in seen
    assert "x.example tự nguyện – –" in seen
    organizer.delegate(organizer.cards[0]).casts()
    assert (
        "đã ký xác nhận 5 mục đầu. Từ mục 5 trở đi chưa đủ chữ ký." in page(client, address).words
    )


@pytest.mark.parametrize("name", ["log", "board"])
def test_times_of_witnesses_are_told_after_voting_only(
    name: str, client: FlaskClient, organizer: Organizer
) -> None:
    organizer.is_open(witnesses=NAMED, witness_quorum=1)
    address = f"/c/{organizer.uuid}/{name}"
    for is_over in (False, True):
        note = evidence.read_checkpoint(organizer.instance, organizer.uuid)
        witnesses.accept_cosignatures(organizer.instance, organizer.uuid, UNION.cosigns(note))
        told = page(client, address).words.count("(UTC+7)") - (name == "log")  # that of the opening
        assert told == is_over
        if not is_over:
            for card in organizer.cards:
                organizer.delegate(card).casts()
            organizer.closes()


def test_the_witness_page_is_offered_and_says_which_keys_count(
    client: FlaskClient, organizer: Organizer
) -> None:
    organizer.is_open(address="https://vote.example")
    seen = page(client, f"/c/{organizer.uuid}/log")
    assert f"/c/{organizer.uuid}/witness" in [one["href"] for one in seen.all("a")]
    assert "QR của trang giám sát" in str(seen.all("svg"))
    assert "tạo trước khi kế hoạch được khoá" in seen.words
    before = page(client, f"/c/{organizer.uuid}/witness").words
    assert "trước khi kế hoạch được khoá" in before
