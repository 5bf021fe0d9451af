"""The server process: granian runs the application; nothing about callers is logged.

Workers are started anew (`spawn`), never forked: the process has threads of its own by then.
"""

import multiprocessing
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

APPLICATION: Final = "voting:create_app"
BACKLOG: Final = 2048


def serve(
    *,
    address: str,
    port: int,
    workers: int,
    certificate: Path | None = None,
    private_key: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Serve until the process is told to stop.

    workers: processes; the proofs of a ballot are heavy, one worker a core is right. certificate,
    private_key: PEM files, both or none, for TLS. The access log stays off: it would hold
    addresses and times.
    """
    multiprocessing.set_start_method("spawn", force=True)
    Granian(
        APPLICATION,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        backlog=BACKLOG,
        factory=True,
        log_enabled=True,
        log_level=LogLevels.warning,
        log_access=False,
        ssl_cert=certificate,
        ssl_key=private_key,
        websockets=False,
        process_name=None,
        env_files=(),
    ).serve()
