"""The documents at the desk: what there is, for whom, and that the hashes shown are true."""

import hashlib
import io
import re
import zipfile

import pytest
from flask import Flask

from tests.voting.people import HIGH, Organizer
from tests.voting.views.test_chair import clerk_of
from voting.instance import Instance
from voting.roles import Role

LINE = re.compile(r'href="([^"]+)" download>([^<]+)</a>.*?</span> ([0-9a-f]{64})</p>', re.DOTALL)


@pytest.fixture
def hall(application: Flask) -> Organizer:
    found: Instance = application.extensions["tinnhiem"]
    hall = Organizer(found)
    for delegate in hall.is_open():
        delegate.casts(HIGH, HIGH)
    return hall


def test_documents_are_listed_with_their_hashes_and_slips_go_to_two_roles(
    application: Flask, hall: Organizer
) -> None:
    page = f"/desk/conferences/{hall.uuid}/papers"
    roles = (Role.ORGANIZER, Role.CHAIR, Role.COMMITTEE, Role.AUDITOR)
    clerks = {role: clerk_of(application, role) for role in roles}
    organizer, member = clerks[Role.ORGANIZER], clerks[Role.COMMITTEE]
    early = organizer.opens(page)
    assert (early.status_code, "result_not_published" in early.text) == (404, True)
    hall.finishes()
    listed = LINE.findall(member.opens(page).text)
    assert [name.partition(".")[2] for _, name, _ in listed] == [
        *("vi.pdf", "vi.docx", "vi.pdf", "vi.xlsx", "vi.csv", "vi.docx", "vi.pdf"),
    ]
    for address, name, digest in (listed[0], listed[4]):
        given = member.opens(address)
        assert hashlib.sha256(given.data).hexdigest() == digest
        assert given.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert given.headers["Cache-Control"] == "no-store"
    for name in ("bang-tong-hop.fr.csv", "khac.vi.pdf", "x"):
        assert member.opens(f"{page}/{name}").status_code == 404
    for role, clerk in clerks.items():
        may = role in (Role.ORGANIZER, Role.CHAIR)
        assert clerk.opens(f"{page}/slips").status_code == (200 if may else 403)
        assert (f"{page}/slips" in clerk.opens(page).text) == may
    [(address, _, digest), _] = LINE.findall(organizer.opens(f"{page}/slips").text)
    assert hashlib.sha256(organizer.opens(address).data).hexdigest() == digest
    for clerk, count in ((organizer, 9), (member, 7)):
        packed = zipfile.ZipFile(io.BytesIO(clerk.opens(f"{page}/all.zip").data))
        assert len(packed.namelist()) == count
