"""Where the native core is not installed, what tests it alone is not collected."""

from ballots.errors import BallotsError
from ballots.group import ed25519_by


def _has_native_core() -> bool:
    try:
        ed25519_by("native")
    except BallotsError:
        return False
    return True


collect_ignore = [] if _has_native_core() else ["test_native.py", "test_unpacked.py"]
