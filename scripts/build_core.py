"""Build the core of the browser code, voting/client/core.wasm, or show that it is what it says.

    python -m scripts.build_core            build it from native/, write it with core.json
    python -m scripts.build_core --check    build it, compare byte for byte; exit 1 if it differs

The bytes are kept in the repository, so that pages have the same digests wherever they are built,
with or without a Rust compiler. `core.json` names them, the compiler and the sources:
`{"rustc": "rustc 1.95.0 (…)", "sha256": "…", "sources": "…"}`. The same compiler gives the same
bytes in any folder; it must have the target: rustup target add wasm32-unknown-unknown.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.build_native import BROWSER, NATIVE, ROOT, NotBuilt, run, write_cargo_lock

CORE = ROOT / "voting" / "client" / "core.wasm"
NAMES = CORE.with_suffix(".json")
TARGET = "wasm32-unknown-unknown"
BUILT = ROOT / "build" / "core"
FLAGS = (
    # SHA-2 without unrolled rounds: 16 kB less, and it takes a hundredth of the time as it is.
    *("--cfg", 'sha2_backend="soft"', "--cfg", 'sha2_backend_soft="compact"'),
    # The stack lies at 0 and has the size that native/browser/src/lib.rs says, so that it is wiped.
    *("-C", "link-arg=-zstack-size=131072", "-C", "link-arg=--stack-first"),
    # Older browsers lack these; what is precompiled and uses them is rewritten (build_sodium.mjs).
    *("-C", "target-feature=-bulk-memory,-bulk-memory-opt"),
)


def main() -> int:
    """Build, and write or compare; return the exit code."""
    try:
        made, names = build()
    except NotBuilt as reason:
        print(f"The core could not be built. {reason}")
        return 1
    if "--check" not in sys.argv:
        CORE.write_bytes(made)
        NAMES.write_text(json.dumps(names, indent=1) + "\n", encoding="utf-8")
    kept = json.loads(NAMES.read_text(encoding="utf-8"))
    if made == CORE.read_bytes() and names == kept:
        print(f"{CORE.name} is what these sources give: SHA-256 {names['sha256']}")
        return 0
    print(f"{CORE.name} differs.\nkept: {kept}\nmade: {names}")
    if names["rustc"] != kept["rustc"]:
        print(f"Another compiler may give other bytes: use {kept['rustc']}.")
    return 1


def build() -> tuple[bytes, dict[str, str]]:
    """Return the core and what core.json says of it. Raises NotBuilt."""
    write_cargo_lock(BROWSER)
    manifest = ("--manifest-path", str(BROWSER / "Cargo.toml"), "--target", TARGET, "--locked")
    run("cargo", "fetch", *manifest)
    flags = [*FLAGS, *(f"--remap-path-prefix={folder}=/crates" for folder in folders_of_crates())]
    settings = {"CARGO_ENCODED_RUSTFLAGS": "\x1f".join(flags), "CARGO_TARGET_DIR": str(BUILT)}
    run("cargo", "build", "--release", *manifest, **settings)
    made = (BUILT / TARGET / "release" / "tinnhiem_browser.wasm").read_bytes()
    digest = hashlib.sha256(made).hexdigest()
    return made, {"rustc": compiler(), "sha256": digest, "sources": fingerprint()}


def folders_of_crates() -> list[Path]:
    """List where cargo keeps the sources of crates: their names must not get into the bytes."""
    home = Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo")
    return sorted((home / "registry" / "src").iterdir())


def compiler() -> str:
    """Return the version of the compiler that cargo calls. Raises NotBuilt."""
    program = shutil.which(os.environ.get("RUSTC") or "rustc")
    if program is None:
        raise NotBuilt("There is no rustc here.")
    asked = subprocess.run([program, "--version"], cwd=BROWSER, capture_output=True, text=True)
    return asked.stdout.strip()


def fingerprint() -> str:
    """Return the SHA-256 of everything of ours that the core is made from."""
    names = [BROWSER / "Cargo.toml", BROWSER / "crates.lock"]
    sources = (*NATIVE.glob("src/arithmetic.rs"), *NATIVE.glob("src/members.rs"))
    flags = "\n".join(FLAGS).encode()
    digest = hashlib.sha256(hashlib.sha256(flags).digest())
    for path in [*names, *sources, *sorted(BROWSER.glob("src/*.rs"))]:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
