"""The core of the browser code, which is kept as bytes, belongs to its sources."""

import hashlib
import json
import re

from scripts import build_core, build_native


def test_the_core_is_what_its_names_say_and_of_these_sources() -> None:
    """That the sources give these bytes shows where the compiler is: `build_core --check`."""
    names = json.loads(build_core.NAMES.read_text(encoding="utf-8"))
    assert names["sha256"] == hashlib.sha256(build_core.CORE.read_bytes()).hexdigest()
    assert names["sources"] == build_core.fingerprint(), "run: python -m scripts.build_core"
    assert re.fullmatch(r"rustc \d+\.\d+\.\d+ \([0-9a-f]{9} [\d-]{10}\)", names["rustc"])
    (stack,) = re.findall(r"stack-size=(\d+)", " ".join(build_core.FLAGS))
    code = (build_native.BROWSER / "src" / "lib.rs").read_text(encoding="utf-8")
    assert f"const STACK: usize = 1 << {int(stack).bit_length() - 1};" in code
