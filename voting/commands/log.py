"""`tinnhiem log …`: the log of a conference, from the command line of the server."""

from contextlib import suppress
from threading import Event

import click

from audit.words import words_of_hash
from voting.commands.common import installation, say
from voting.commands.serve import work_beside
from voting.services.resuming import resume_log
from voting.witnessing.refusals import WatchRefused
from voting.witnessing.web import Site


@click.group()
def log() -> None:
    """Hòm phiếu (sổ chỉ ghi thêm) · The append-only log of a conference."""


@log.command()
@click.argument("uuid")
@click.option(
    "--i-have-checked",
    "is_checked",
    is_flag=True,
    help="Đã hỏi các giám sát và đối chiếu · The witnesses were asked and agree.",
)
def resume(uuid: str, is_checked: bool) -> None:
    """Cho phép ký tiếp sau khi khôi phục hoặc chuyển máy.

    Let a log be signed again on a machine that was restored from a backup or is new. The
    witnesses that the plan names with an address are asked for the newest checkpoint that they
    cosigned: a newer or another one than this database gives is refused for good. Where none
    answers, ask them by telephone, compare the size and the six words, and say
    --i-have-checked.
    """
    with installation() as instance:
        resumed = resume_log(instance, uuid, fetch, is_checked=is_checked)
    who = ", ".join(resumed.witnesses) or "–"
    words = words_of_hash(resumed.head.root)
    say(
        f"Hòm phiếu ký tiếp từ {resumed.head.size} mục: {words}. Giám sát đã trả lời: {who}.",
        f"The log goes on from {resumed.head.size} entries: {words}. Who answered: {who}.",
    )


@log.command()
def feed() -> None:
    """Mang điểm chốt đến các giám sát, khi máy chủ không chạy bằng tinnhiem serve.

    Bring every new checkpoint to the witnesses that the plans name with an address, and store
    their cosignatures; add up ballots as they come in. Ctrl-C stops it. `tinnhiem serve` does
    so by itself: this is for other WSGI servers, once for each database.
    """
    with installation():  # what is wrong with it is said once, now
        pass
    with suppress(KeyboardInterrupt):
        work_beside(Event())


def fetch(url: str) -> str | None:
    """Return the text at an address of a witness, or None if nobody answers it."""
    address, _, path = url.rpartition("/")
    try:
        with Site(address) as site:
            return site.text(path)
    except WatchRefused:
        return None
