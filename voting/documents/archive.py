"""Office files (ZIP) whose bytes depend on nothing but their content: no clock, no order by chance.

The parts keep their order; every one is dated 1 January 1980, the beginning of the format's time.
"""

import io
import re
import zipfile
from datetime import date
from typing import Final

BEGINNING: Final = (1980, 1, 1, 0, 0, 0)
PROPERTIES: Final = "docProps/core.xml"
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def timeless(content: bytes, when: date) -> bytes:
    """Return an office file with the date of the conference in place of every clock time."""
    stamp = f"{when.isoformat()}T00:00:00Z".encode()
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            data = old.read(info)
            if info.filename == PROPERTIES:
                data = _TIMES.sub(rb"\g<1>" + stamp + rb"\g<2>", data)
            plain = zipfile.ZipInfo(info.filename, BEGINNING)
            plain.compress_type = zipfile.ZIP_DEFLATED
            plain.external_attr = 0o600 << 16
            new.writestr(plain, data)
    return made.getvalue()
