"""Belenios v1 ballots for homomorphic questions: groups, proofs, ballots, trustees, tally.

Runs alone: the standard library, libsodium (PyNaCl), gmpy2, msgspec, cryptography. Nothing here
knows people, databases, the web or the log.
"""
