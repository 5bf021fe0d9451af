"""The numbered checks of a record: one function each, in four files by what they look at.

Each takes the same `Subject` and returns findings. A check that needs what another check refused
raises Blocked, one whose turn has not come NotReached; `audit.verifier` runs them all.
"""
