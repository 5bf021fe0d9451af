"""A camera that sees one picture: a QR code as raw video for the fake device of Chromium."""

from pathlib import Path

from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.base import BaseImage
from qrcode.main import QRCode

WIDTH, HEIGHT = 640, 480
WHITE, BLACK = b"\xeb", b"\x10"


def picture_of(text: str, module: int = 8) -> bytes:
    """Draw a QR code in the middle of a white picture: one byte of brightness a pixel."""
    code: QRCode[BaseImage] = QRCode(error_correction=ERROR_CORRECT_Q, border=0)
    code.add_data(text)
    code.make(fit=True)
    rows = [b"".join((BLACK if dark else WHITE) * module for dark in row) for row in code.modules]
    left = (WIDTH - len(rows[0])) // 2
    wide = [WHITE * left + row + WHITE * (WIDTH - left - len(row)) for row in rows]
    high = [row for row in wide for _ in range(module)]
    top = (HEIGHT - len(high)) // 2
    assert top > 0 and left > 0, "the code is too large for the picture"
    blank = WHITE * WIDTH
    return b"".join([blank] * top + high + [blank] * (HEIGHT - top - len(high)))


def film(file: Path, *pictures: bytes, frames: int = 5) -> Path:
    """Write a video that shows each picture for some frames, again and again."""
    grey = b"\x80" * (WIDTH * HEIGHT // 2)
    with file.open("wb") as video:
        video.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode())
        for picture in pictures:
            for _ in range(frames):
                video.write(b"FRAME\n" + picture + grey)
    return file
