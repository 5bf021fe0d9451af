"""`tinnhiem minutes`: the documents of a published conference, from the terminal."""

import stat
from contextlib import closing
from pathlib import Path

from tests.voting.commands.test_books import casts
from tests.voting.desk import PLAN, Desk
from tests.voting.documents.paper import pages
from voting.config import settings_from
from voting.instance import open_instance
from voting.services.evidence import read_log_file
from voting.services.reading import Part, read_part, read_record

NAMED = 'chair = "Vũ Thị An"\nplace = "Hà Nội"\n'
PLAIN = PLAN.replace('trustees = "2/3"', 'trustees = "server"').replace("present = 7", "")


def published(desk: Desk) -> str:
    """Take a small conference to its publication; return its uuid."""
    plan = desk.writes("plan.toml", NAMED + PLAIN)
    uuid = desk.types("conference", "create", plan).stdout.split()[-1]
    desk.types("conference", "cards", uuid, "--out", "cards")
    desk.types("conference", "open", uuid)
    lines = (desk.folder / "cards" / "credentials.txt").read_text().splitlines()
    casts(desk, uuid, [line.split("#")[1] for line in lines[:5]])
    desk.types("conference", "close", uuid)
    desk.types("conference", "tally", uuid)
    refused = desk.types("minutes", uuid, "--out", "papers", exits=1)
    assert "not" in refused.stderr
    desk.types("conference", "publish", uuid)
    return uuid


def test_the_documents_are_written_and_written_again_the_same(desk: Desk) -> None:
    uuid = published(desk)
    said = desk.types("minutes", uuid, "--out", "papers", "--language", "both")
    assert "18 documents in papers." in said.stderr
    folder = desk.folder / "papers"
    first = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    names = {path.relative_to(folder).as_posix() for path in first}
    assert {"bien-ban-kiem-phieu.vi.docx", "bang-tong-hop.en.csv", "phieu-bao/02.vi.pdf"} <= names
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in first)
    desk.types("minutes", uuid, "--out", "papers", "--language", "both")
    assert {path: path.read_bytes() for path in first} == first


def test_anybody_makes_the_same_documents_from_public_files(desk: Desk) -> None:
    uuid = published(desk)
    desk.types("minutes", uuid, "--out", "papers")
    ours = pdfs(desk.folder / "papers")
    files = fetched(desk, uuid)
    desk.types("minutes", uuid, "--out", "again", "--files", str(files))
    assert pdfs(desk.folder / "again") == ours
    desk.types("conference", "incident", uuid, "Sau công bố")
    fetched(desk, uuid)
    late = ("minutes", uuid, "--out", "late", "--files", str(files))
    assert "not what the log says" in desk.types(*late, exits=1).stderr
    (code,) = [code for page in pages(ours["bien-ban-kiem-phieu.vi.pdf"]) for code in page.codes]
    kept = desk.writes("scanned.txt", code.text)
    desk.types(*late, "--checkpoint", kept)
    assert pdfs(desk.folder / "late") == ours
    record, log = (str(files / f"{uuid}.{kind}") for kind in ("bel", "tlog"))
    desk.types("verify", record, "--log", log, "--earlier-checkpoint", kept)


def pdfs(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.*")}


def fetched(desk: Desk, uuid: str) -> Path:
    """Fetch the public files of a conference."""
    folder = desk.folder / "files"
    folder.mkdir(exist_ok=True)
    with closing(open_instance(settings_from({}, desk.folder))) as instance:
        record = b"".join(read_record(instance, uuid)[1])
        log = b"".join(read_log_file(instance, uuid))
        definition = read_part(instance, uuid, Part.DEFINITION)
    (folder / f"{uuid}.bel").write_bytes(record)
    (folder / f"{uuid}.tlog").write_bytes(log)
    (folder / "definition.json").write_bytes(definition)
    return folder
