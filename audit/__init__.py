"""The evidence: read and write election records, verify them, make and check receipts.

Runs alone beside `ballots`, on a machine without the server. `python -m audit RECORD.bel`
verifies a record; `docs/record.md` explains its bytes and every numbered check.
"""
