"""A hall: one server over one database; a lying organizer runs two of them under one log key."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread

from werkzeug.serving import WSGIRequestHandler, make_server

from tests.voting.people import Delegate, Organizer
from voting.application import make_application
from voting.config import Settings
from voting.instance import Instance, open_instance


def copied(settings: Settings, folder: Path) -> Settings:
    """Copy an installation on SQLite, log key and signed heads and all."""
    shutil.copytree(settings.instance, folder)
    return replace(settings, instance=folder, database_url=f"sqlite:///{folder}/tinnhiem.sqlite3")


def seated(delegate: Delegate, instance: Instance) -> Delegate:
    """Return the delegate as one who votes in the hall of another server."""
    return Delegate(instance, delegate.election, delegate.card)


class Quiet(WSGIRequestHandler):
    """Writes nothing about callers."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Write nothing."""


@contextmanager
def hall(settings: Settings) -> Iterator[tuple[Instance, str]]:
    """Serve an installation over HTTP, without a feeder: it tells no witness anything by itself."""
    application = make_application(settings)
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    instance = open_instance(settings)
    try:
        yield instance, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        instance.close()
        application.extensions["tinnhiem"].close()


def settled(organizer: Organizer) -> Settings:
    """Give the settings of an organizer whose files may be copied: nothing is open any more."""
    settings = organizer.instance.settings
    organizer.instance.close()
    return settings
