"""Witnesses and those who watch: cosign a log, bring checkpoints to witnesses, follow a log.

A witness and a monitor need no database of a conference; the feeder runs beside the server.
"""
