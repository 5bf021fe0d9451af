"""The result as a picture: SVG with real text, and the same as PNG."""

import struct
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from tests.voting.people import HIGH, LOW, Organizer
from voting.documents.pictures import NotAPicture, png_of
from voting.plan.people import Person

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Chủ nhiệm Uỷ ban Văn hoá, Giáo dục, Thanh niên, Thiếu niên và Nhi đồng của Quốc hội"


def drawn(client: FlaskClient, uuid: str, query: str = "") -> ElementTree.Element:
    answer = client.get(f"/c/{uuid}/result.svg{query}")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    return ElementTree.fromstring(answer.text)  # noqa: S314 - our own picture


def words(picture: ElementTree.Element) -> str:
    return " ".join(one.text or "" for one in picture.iter(f"{SVG}text"))


def test_the_picture_says_all_that_the_page_does(client: FlaskClient, published: Organizer) -> None:
    picture = drawn(client, published.uuid)
    said = words(picture)
    for expected in ("1. Nguyễn Văn An", "50,00%", "NQ96-2023", "Phiếu thu về: 4.", "1/2", "2/3"):
        assert expected in said
    assert "Tín nhiệm thấp từ 2/3 trở lên" in said
    title, description = picture[0], picture[1]
    assert "Lấy phiếu tín nhiệm" in (title.text or "")
    assert "Nguyễn Văn An: Tín nhiệm cao 2" in (description.text or "")
    english = words(drawn(client, published.uuid, "?lang=en"))
    assert "50.00%" in english


def test_a_picture_of_another_reading_says_so_in_itself(
    client: FlaskClient, organizer: Organizer
) -> None:
    delegates = organizer.is_open(total_members=8)
    for delegate in delegates[:4]:
        delegate.casts(HIGH, LOW)
    organizer.finishes()
    assert "KHÔNG PHẢI" not in words(drawn(client, organizer.uuid))
    other = words(drawn(client, organizer.uuid, "?profile=NQ85-2014"))
    assert "KHÔNG PHẢI KẾT QUẢ CHÍNH THỨC" in other
    assert "NQ96-2023" in other


def test_nothing_is_cut_and_nothing_stands_outside_the_picture(
    client: FlaskClient, organizer: Organizer
) -> None:
    people = tuple(Person(f"Nguyễn Thị Hoàng {n} Phương Thảo", LONG, "Khối") for n in range(20))
    delegates = organizer.is_open(people=people, rehearsal=True)
    for delegate in delegates[:3]:
        delegate.casts(*[LOW] * 20)
    organizer.finishes()
    picture = drawn(client, organizer.uuid, "?sort=section")
    said = words(picture)
    assert said.count(" ".join(LONG.split())) == 20
    assert "DIỄN TẬP – không tính" in said
    width, height = int(picture.attrib["width"]), int(picture.attrib["height"])
    for one in picture.iter(f"{SVG}text"):
        assert 0 < int(one.attrib["y"]) < height
        assert 0 < int(one.attrib["x"]) <= width
    tops = [int(one.attrib["y"]) for one in picture.iter(f"{SVG}text") if one.text == LONG[:5]]
    assert tops == sorted(tops)


def test_the_png_is_the_same_picture_half_as_large_again(
    client: FlaskClient, published: Organizer
) -> None:
    picture = drawn(client, published.uuid)
    answer = client.get(f"/c/{published.uuid}/result.png")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", answer.data[16:24])
    expected = [int(picture.attrib[side]) * 3 / 2 for side in ("width", "height")]
    assert abs(width - expected[0]) <= 1
    assert abs(height - expected[1]) <= 1
    assert client.get(f"/c/{published.uuid}/result.png").data == answer.data


def test_there_is_no_picture_before_the_publication(
    client: FlaskClient, organizer: Organizer
) -> None:
    organizer.is_open()
    for kind in ("svg", "png"):
        assert client.get(f"/c/{organizer.uuid}/result.{kind}").status_code == 404
    assert client.get(f"/c/{organizer.uuid}/result.gif").status_code == 404


def test_only_a_picture_with_a_size_becomes_a_png() -> None:
    with pytest.raises(NotAPicture):
        png_of("<svg></svg>")
