"""A full rehearsal on this very machine, and what it tells about readiness."""
