"""The vote as a service: people, cards, the database, the log, the web.

`create_app` is what a WSGI server calls; nothing is read or opened before that.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from voting.config import Settings


def create_app(config: "Settings | None" = None) -> "Flask":
    """Make the web application; without settings, from the TINNHIEM_* environment variables.

    Raises AccessUndeclared if an endpoint does not say who may call it; SettingRefused,
    KeyFileRefused.
    """
    import os
    from pathlib import Path

    from voting.application import make_application
    from voting.config import settings_from
    from voting.keeping import Keeping

    application = make_application(config or settings_from(os.environ, Path.cwd()))
    application.wsgi_app = Keeping(application.wsgi_app)  # type: ignore[method-assign]
    return application
