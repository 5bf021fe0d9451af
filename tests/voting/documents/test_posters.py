"""Posters: their codes lead where they say, and the Wi-Fi code survives any name."""

import pytest

from tests.voting.documents.paper import Page, pages
from tests.voting.people import definition
from voting.definition import REHEARSAL
from voting.documents.posters import PosterPaper, Wifi, conference_url, posters_pdf
from voting.documents.qr import wifi_text
from voting.findings import Language, sentence_in
from voting.language import LANGUAGES
from voting.refusals import Refusal, VotingRefused

URL = conference_url("http://192.168.1.10:8000/", "JFhMBfmAp5jNJh")


def printed(paper: PosterPaper = PosterPaper.A4, *, wifi: Wifi | None = None) -> list[Page]:
    return list(pages(posters_pdf(definition(), url=URL, paper=paper, wifi=wifi)))


def test_the_conference_page_and_the_wifi_are_decoded_again() -> None:
    network, address, how, witness = printed(wifi=Wifi("Hội trường", "mật;khẩu"))
    assert [code.text for code in network.codes] == [r"WIFI:T:WPA;S:Hội trường;P:mật\;khẩu;;"]
    assert "Hội trường" in network.text
    assert "mật;khẩu" in network.text
    assert [code.text for code in address.codes] == [URL]
    assert URL in address.text
    assert how.codes == []
    assert [code.text for code in witness.codes] == [f"{URL}witness"]
    assert f"{URL}witness" in witness.text
    assert "trước khi kế hoạch được khoá" in " ".join(witness.text.split())
    assert all(page.size == (210, 297) for page in (network, address, how, witness))


def test_how_to_vote_is_five_lines_with_wifi_and_four_without() -> None:
    with_wifi = printed(wifi=Wifi("H", None))[-2].text
    without = printed()[-2].text
    assert "5 Trang báo “đã được ghi nhận” là xong." in " ".join(with_wifi.split())
    assert "4 Trang báo “đã được ghi nhận” là xong." in " ".join(without.split())
    assert "Wi-Fi" not in without


def test_an_open_network_says_that_it_has_no_password() -> None:
    network = printed(wifi=Wifi("Hoi-truong", None))[0]
    assert [code.text for code in network.codes] == ["WIFI:T:nopass;S:Hoi-truong;;"]
    assert "không có mật khẩu" in network.text


def test_a3_is_the_same_drawing_larger() -> None:
    small, large = printed(), printed(PosterPaper.A3)
    assert [page.size for page in large] == [(297, 420)] * 3
    assert [page.text for page in small] == [page.text for page in large]
    assert large[0].codes[0].text == URL


def test_posters_speak_english_too() -> None:
    made = posters_pdf(definition(), url=URL, paper=PosterPaper.A4, language="en")
    assert "How to vote" in list(pages(made, scan=False))[1].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_poster_of_a_rehearsal_says_that_nothing_counts(language: Language) -> None:
    wifi = Wifi("H", None)
    for rehearsal in (True, False):
        about = definition(rehearsal=rehearsal)
        made = posters_pdf(about, url=URL, paper=PosterPaper.A4, wifi=wifi, language=language)
        texts = [" ".join(page.text.split()) for page in pages(made, scan=False)]
        assert len(texts) == 4
        assert [sentence_in(REHEARSAL, language) in text for text in texts] == [rehearsal] * 4


@pytest.mark.parametrize(
    ("name", "written"),
    [("a;b", r"a\;b"), ("a,b", r"a\,b"), ('a"b', r"a\"b"), ("a:b", r"a\:b"), ("a\\b", r"a\\b")],
)
def test_what_separates_the_fields_of_a_wifi_code_is_escaped(name: str, written: str) -> None:
    assert wifi_text(name, name) == f"WIFI:T:WPA;S:{written};P:{written};;"


def test_a_network_that_no_code_can_hold_is_refused_without_showing_its_password() -> None:
    with pytest.raises(VotingRefused) as refused:
        printed(wifi=Wifi("mạng", "bí mật" * 400))
    assert refused.value.refusal is Refusal.QR_TOO_DENSE
    assert "bí mật" not in str(refused.value)
    assert "bí mật" not in repr(Wifi("mạng", "bí mật"))
