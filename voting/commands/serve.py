"""`tinnhiem serve`: run the server."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import click

from ballots.errors import Sentence
from voting.commands.common import installation, say
from voting.following import BROKEN, Follower
from voting.rehearsal.ending import WITH_PARENT, end_when, orphaned
from voting.services.entering import make_first_link
from voting.serving import serve as run
from voting.witnessing.feeder import Feeder, feed_always


@click.command()
@click.option("--address", default="127.0.0.1", show_default=True, help="Địa chỉ lắng nghe · Bind.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--workers",
    default=os.cpu_count() or 1,
    show_default="one a core",
    type=click.IntRange(1, 64),
    help="Số tiến trình · Processes.",
)
@click.option("--certificate", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--private-key", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def serve(
    address: str, port: int, workers: int, certificate: Path | None, private_key: Path | None
) -> None:
    """Chạy máy chủ (dừng bằng Ctrl-C).

    Run the server; Ctrl-C stops it. Database and keys lie in the folder that TINNHIEM_INSTANCE
    names (default: ./instance); TINNHIEM_DATABASE_URL chooses PostgreSQL. To serve a hall, bind
    the address of its network: tinnhiem serve --address 192.168.1.10 --port 8000. Give both
    --certificate and --private-key (PEM) for TLS. New checkpoints of the logs are brought to the
    witnesses that the plans name with an address, and ballots are added up as they come in.
    """
    if (certificate is None) != (private_key is None):
        raise click.UsageError("--certificate and --private-key go together")
    scheme = "http" if certificate is None else "https"
    click.echo(f"tinnhiem: {scheme}://{address}:{port}/", err=True)
    prepare(f"{scheme}://{reached_at(address)}:{port}")
    run(
        address=address,
        port=port,
        workers=workers,
        certificate=certificate,
        private_key=private_key,
        beside=work_beside,
    )


def prepare(base_url: str) -> None:
    """Make tables and keys before the workers; ask for an administrator if there is none."""
    with installation() as instance:
        secret = make_first_link(instance, now=int(time.time()))
    if secret is not None:
        say(
            "Chưa có người quản trị. Hãy mở đường dẫn này trong trình duyệt, dùng được một lần:",
            "There is no administrator yet. Open this link in a browser; it works once:",
        )
        click.echo(f"    {base_url}/desk/first#{secret}", err=True)


def reached_at(address: str) -> str:
    """Return the address by which a browser on this machine reaches the server."""
    if address in ("0.0.0.0", "::", "127.0.0.1"):  # noqa: S104  compared; passkeys need a name
        return "localhost"
    return f"[{address}]" if ":" in address else address


def work_beside(stop: Event) -> None:
    """Bring checkpoints to witnesses and add up ballots, until `stop` is set, whatever breaks.

    The server of a rehearsal ends with the rehearsal, however that ends.
    """
    if os.environ.get(WITH_PARENT):
        end_when(orphaned())
    with ThreadPoolExecutor(1, thread_name_prefix="follower") as one:
        one.submit(feed_always, add_up, stop, say=told, broken=BROKEN)
        try:
            feed_always(feed, stop, say=told)
        finally:
            stop.set()


def feed(stop: Event) -> None:
    """Bring new checkpoints to the witnesses until `stop` is set."""
    with installation() as instance:
        Feeder(instance, say=told).run(stop)


def add_up(stop: Event) -> None:
    """Add up the ballots of open votes until `stop` is set."""
    with installation() as instance:
        Follower(instance, say=told).run(stop)


def told(what: Sentence) -> None:
    """Tell whoever sees the server's messages."""
    say(what.vi, what.en)
