"""Photos are made small and clean, and what is no photo is named with its person."""

import hashlib
import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from voting.plan.people import Person
from voting.plan.photos import SIZE, PhotoUnreadable, made_small, take_photos
from voting.plan.plan_file import Plan, read_plan, with_photos
from voting.plan.refusals import PlanRefusal, PlanRefused

PLAN = """name = "Lấy phiếu"
body = "HĐND"
date = 2026-12-08
profile = "NQ96-2023"
people = "people.csv"
cards = 5
total_members = 5
"""


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (600, 900), mode: str = "RGB", **more: object
) -> bytes:
    made = Image.new("RGB", size, "red")
    made.paste("blue", (0, 0, size[0], size[1] // 2))
    data = io.BytesIO()
    made.convert(mode).save(data, kind, **more)
    return data.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "CMYK"),
        ("PNG", "RGBA"),
        ("PNG", "L"),
        ("PNG", "P"),
        ("WEBP", "RGB"),
    ],
)
@pytest.mark.parametrize("size", [(600, 900), (1200, 300), (10, 10)])
def test_every_kind_and_shape_becomes_one(kind: str, mode: str, size: tuple[int, int]) -> None:
    with opened(made_small(picture(kind, size, mode))) as small:
        assert (small.format, small.mode, small.size) == ("JPEG", "RGB", SIZE)


def test_no_metadata_goes_along_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned
    exif[0x010F] = "SecretCamera"
    small = made_small(picture(exif=exif, comment=b"SecretComment"))
    assert b"Secret" not in small
    with opened(small) as made:
        assert not made.getexif()
        assert "comment" not in made.info
        left, right = (made.convert("RGB").getpixel((x, 128)) for x in (10, 180))
        assert isinstance(left, tuple) and isinstance(right, tuple)
        assert left[0] > 200 and right[2] > 200  # blue was on top, and is now on the right


def test_what_is_transparent_becomes_white() -> None:
    made = io.BytesIO()
    Image.new("RGBA", (300, 400), (0, 0, 0, 0)).save(made, "PNG")
    with opened(made_small(made.getvalue())) as small:
        assert small.getpixel((90, 120)) == (255, 255, 255)


def bomb() -> bytes:
    """Write a PNG of a few bytes that claims to be enormous."""
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a photo",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture("GIF"),
        picture()[:2000],
        bomb(),
    ],
    ids=["empty", "text", "svg", "gif", "cut", "bomb"],
)
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    with pytest.raises(PhotoUnreadable):
        made_small(data)


def test_every_photo_that_cannot_be_taken_is_named() -> None:
    files = {"an.jpg": picture(), "binh.jpg": b"?"}

    def read(name: str) -> bytes:
        return files[name]

    people = [Person("An", photo="an.jpg"), Person("Bình", photo="binh.jpg"), Person("Cường")]
    with pytest.raises(PlanRefused) as refused:
        take_photos(people, read)
    [found] = refused.value.findings
    assert (found.code, found.row) == (PlanRefusal.BAD_PHOTO, 2)
    assert "Bình" in found.sentence("vi") and "binh.jpg" in found.sentence("en")


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/an.png").write_bytes(picture("PNG"))
    (tmp_path / "people.csv").write_text(
        "name,Tệp ảnh\nAn,photos/an.png\nBình,\n", encoding="utf-8"
    )
    (tmp_path / "plan.toml").write_text(PLAN, encoding="utf-8")
    return read_plan(tmp_path / "plan.toml")


def test_photos_lie_beside_the_plan_and_are_named_by_their_contents(
    plan: Plan, tmp_path: Path
) -> None:
    assert [person.photo for person in plan.people] == ["photos/an.png", ""]
    taken, photos = with_photos(plan, tmp_path)
    [(digest, content)] = photos.items()
    assert digest == hashlib.sha256(content).hexdigest()
    assert [person.photo for person in taken.people] == [digest, ""]
    assert taken.people[0].question == plan.people[0].question


def test_a_photo_that_is_not_there_is_refused(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "photos/an.png").unlink()
    with pytest.raises(PlanRefused) as refused:
        with_photos(plan, tmp_path)
    assert [found.code for found in refused.value.findings] == [PlanRefusal.BAD_PHOTO]
