"""What the views share: the installation of the running application."""

from flask import current_app

from voting.instance import Instance


def instance() -> Instance:
    """Return the installation that the running application serves."""
    served: Instance = current_app.extensions["tinnhiem"]
    return served
