"""Photos of the people: read beside the plan, made small, and named by their contents.

What is kept is never the file that a clerk gave: the picture is turned upright, cut to 3:4 and
written anew as JPEG of 192×256, so that no metadata (place, time, device) goes along. The
definition freezes its SHA-256; the bytes lie in a table of their own.
"""

import hashlib
import io
import warnings
from collections.abc import Callable, Sequence
from typing import Final

import msgspec
from PIL import Image, ImageOps

from voting.findings import Finding, FindingsError, quoted
from voting.plan.people import Person
from voting.plan.refusals import PlanRefusal, PlanRefused, finding

SIZE: Final = (192, 256)
KINDS: Final = ("JPEG", "PNG", "WEBP")
MOST_PIXELS: Final = 60_000_000  # what a good camera takes; more would fill the memory
FACE: Final = (0.5, 0.3)  # where a portrait is cut if it is too high: more below than above
QUALITY: Final = 82


class PhotoUnreadable(ValueError):
    """A file is no photo that can be taken."""


def take_photos(
    people: Sequence[Person], read: Callable[[str], bytes]
) -> tuple[tuple[Person, ...], dict[str, bytes]]:
    """Return the people with the digests of their photos, and the photos by digest.

    people: their `photo` is the name of a file, or empty. read: returns the bytes of a file.
    Raises PlanRefused with every photo that cannot be taken.
    """
    found: list[Finding] = []
    photos: dict[str, bytes] = {}
    taken: list[Person] = []
    for number, person in enumerate(people, start=1):
        if person.photo:
            try:
                photo = made_small(read(person.photo))
            except (PhotoUnreadable, FindingsError):
                found.append(_unreadable(number, person))
                continue
            digest = hashlib.sha256(photo).hexdigest()
            photos[digest] = photo
            person = msgspec.structs.replace(person, photo=digest)
        taken.append(person)
    if found:
        raise PlanRefused(found)
    return tuple(taken), photos


def made_small(data: bytes) -> bytes:
    """Return a photo as JPEG of 192×256 without metadata. Raises PhotoUnreadable."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=KINDS) as opened:
                return _portrait(opened)
    except (OSError, SyntaxError, ValueError, Warning, Image.DecompressionBombError) as error:
        raise PhotoUnreadable(type(error).__name__) from error


def _portrait(opened: Image.Image) -> bytes:
    if opened.width * opened.height > MOST_PIXELS:
        raise PhotoUnreadable("too many pixels")
    upright = ImageOps.exif_transpose(opened).convert("RGBA")
    paper = Image.new("RGBA", upright.size, "white")
    paper.alpha_composite(upright)
    small = ImageOps.fit(paper.convert("RGB"), SIZE, centering=FACE)
    written = io.BytesIO()
    small.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def _unreadable(number: int, person: Person) -> Finding:
    return finding(
        PlanRefusal.BAD_PHOTO, row=number, name=quoted(person.name), file=quoted(person.photo)
    )
