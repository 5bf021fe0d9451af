"""Write the SHA-256 of the built browser code into docs/booth.md: scripts/write_digests.py

The build is reproducible, so the digests follow from the sources; tests/client/test_build.py fails
while the page is stale.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "booth.md"
BEGIN = "<!-- scripts/write_digests.py writes from here -->\n"
END = "<!-- to here -->\n"


def with_digests(text: str, digests: dict[str, str]) -> str:
    """Return the document with a table of digests between its two marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    rows = "".join(f"| `{name}` | `{digest}` |\n" for name, digest in digests.items())
    return f"{before}{BEGIN}| script or saved page | SHA-256 |\n|---|---|\n{rows}{END}{after}"


def main() -> None:
    """Write the document."""
    sys.path.insert(0, str(ROOT))
    from hatch_build import build_client
    from voting.client_assets import page_digests

    build_client(ROOT)
    DOCUMENT.write_text(with_digests(DOCUMENT.read_text("utf-8"), page_digests()), "utf-8")


if __name__ == "__main__":
    main()
