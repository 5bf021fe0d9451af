"""`tinnhiem verify`: what an auditor checks. It imports little: see `audit.__main__`."""

import sys

import click

from audit.__main__ import main


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def verify(arguments: tuple[str, ...]) -> None:
    """Kiểm tra hồ sơ RECORD.bel · Verify a record (see: tinnhiem verify --help)."""
    sys.exit(main(list(arguments), prog="tinnhiem verify"))
