"""What any WSGI server runs: `granian --interface wsgi wsgi:application`."""

from voting import create_app

application = create_app()
