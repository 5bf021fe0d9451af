"""The browser code that the build left in voting/static/built: names, digests, integrity.

manifest.json, written by scripts/build_client.mjs, names what it built:
`{"booth": {"file": "booth-1f0c9a52be.js", "sha256": "…", "integrity": "sha256-…", "bytes": 129441,
"gzip": 67308, "brotli": 61642}, …}`. Beside each file lie `<file>.gz` and `<file>.br`.
A template writes `<script src="…" integrity="…" defer></script>` from it; a page about the
conference shows the SHA-256, which is that of anyone's own build of the same sources.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from markupsafe import escape

from ballots.canonical import decoder_of

BUILT: Final = Path(__file__).parent / "static" / "built"


PAGES: Final = (  # what people load or save; libsodium as a script is a part of these
    *("booth", "kiosk", "check", "receipt", "witness", "wall", "committee"),
    *("verifier", "receipt-check"),
)


class ClientNotBuilt(Exception):
    """The browser code is not there; the message says what to do."""


@dataclass(frozen=True, slots=True)
class ClientAsset:
    """One built file: its name in voting/static/built, its digests and its sizes in bytes."""

    file: str
    sha256: str
    integrity: str
    bytes: int
    gzip: int
    brotli: int

    @property
    def path(self) -> str:
        """Its place below the static folder, for url_for('static', filename=...)."""
        return f"built/{self.file}"


def client_assets(folder: Path = BUILT) -> dict[str, ClientAsset]:
    """Return every built file by its name: a page's name, or `sodium`. Raises ClientNotBuilt.

    A new build is noticed by a server that runs: its manifest has another time or size.
    """
    manifest = folder / "manifest.json"
    try:
        state = manifest.stat()
        return _read(manifest, state.st_mtime_ns, state.st_size)
    except FileNotFoundError as error:
        raise ClientNotBuilt(
            "Chưa có mã cho trình duyệt: hãy chạy `make setup` hoặc cài lại gói. · "
            "The browser code has not been built: run `make setup`, or install the package again."
        ) from error


@lru_cache(maxsize=8)
def _read(manifest: Path, _changed: int, _size: int) -> dict[str, ClientAsset]:
    return decoder_of(dict[str, ClientAsset]).decode(manifest.read_bytes())


def client_asset(name: str) -> ClientAsset:
    """Return one built file, e.g. `booth`. Raises ClientNotBuilt, KeyError."""
    return client_assets()[name]


def filled_page(name: str, **values: str) -> str:
    """Return a built page that works from disk, its empty attributes data-NAME filled in.

    Raises ClientNotBuilt, KeyError.
    """
    page = (BUILT / client_asset(name).file).read_text(encoding="utf-8")
    for attribute, value in values.items():
        written = str(escape(value)).replace("\n", "&#10;")
        page = page.replace(f' data-{attribute}=""', f' data-{attribute}="{written}"', 1)
    return page


def page_digests() -> dict[str, str]:
    """Return the SHA-256 of each page's script or saved page by its name, as far as built."""
    try:
        assets = client_assets()
    except ClientNotBuilt:
        return {}
    return {name: assets[name].sha256 for name in PAGES if name in assets}
