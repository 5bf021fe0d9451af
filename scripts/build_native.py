"""Build the native core (native/) and install it here, where cargo is; say so where it is not.

    python scripts/build_native.py            nothing if it is built from just these sources
    python scripts/build_native.py --again    even so, and after a failure
    python scripts/build_native.py --wheel    a wheel for this platform, in dist/
    python scripts/build_native.py --lock     write crates.lock from Cargo.lock, also in browser/

`crates.lock` is Cargo.lock without the name of the registry, which a lock need not hold: cargo
knows where its registry is, and the checksums say what it must give. Without the native core
everything works, more slowly, so the first two ways never fail.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NATIVE = ROOT / "native"
BROWSER = NATIVE / "browser"
BUILT = ROOT / "build" / "native"
STAMP = Path(sys.prefix) / "tinnhiem-native"
SOURCE = re.compile(r"^source = .*\n", re.MULTILINE)
MINUTES = 15


class NotBuilt(Exception):
    """The native core could not be built; the message says why."""


def main() -> None:
    """Do what is asked for."""
    if "--lock" in sys.argv:
        for lock in NATIVE.rglob("Cargo.lock"):
            text = SOURCE.sub("", lock.read_text(encoding="utf-8"))
            lock.with_name("crates.lock").write_text(text, encoding="utf-8")
    elif "--wheel" in sys.argv:
        build_wheel()
    else:
        install(again="--again" in sys.argv)


def install(*, again: bool) -> None:
    """Build and install the native core unless that was done, or tried, with these sources."""
    if shutil.which("cargo") is None:
        print("No cargo here, so the native core is not built: PyNaCl does its work.")
        return
    sources = fingerprint()
    if not again and STAMP.is_file() and STAMP.read_text(encoding="ascii") == sources:
        return
    print("Building the native core with cargo, once; this takes about a minute ...", flush=True)
    try:
        write_cargo_lock(NATIVE)
        pip = ("-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation")
        run(sys.executable, *pip, "--force-reinstall", str(NATIVE))
    except NotBuilt as reason:
        print(f"The native core could not be built: PyNaCl is used instead. {reason}")
        print("To try again: make native")
        if not STAMP.is_file() or STAMP.read_text(encoding="ascii") != sources:
            remove()  # what was built from other sources
    STAMP.write_text(sources, encoding="ascii")


def remove() -> None:
    """Remove a native core that is installed here."""
    command = (sys.executable, "-m", "pip", "uninstall", "--quiet", "--yes", "tinnhiem-native")
    subprocess.run(command, capture_output=True)


def build_wheel() -> None:
    """Build a wheel for this platform and every Python from 3.11 on. Raises NotBuilt."""
    write_cargo_lock(NATIVE)
    target = ("--manifest-path", str(NATIVE / "Cargo.toml"), "--out", str(ROOT / "dist"))
    run(sys.executable, "-m", "maturin", "build", "--release", *target)


def fingerprint() -> str:
    """Return the SHA-256 of everything that the native core is made from."""
    named = (NATIVE / name for name in ("Cargo.toml", "crates.lock", "pyproject.toml"))
    digest = hashlib.sha256()
    for path in [*named, Path(__file__), *sorted(NATIVE.glob("src/*.rs"))]:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def write_cargo_lock(crate: Path) -> None:
    """Write Cargo.lock: crates.lock with the name of cargo's registry. Raises NotBuilt."""
    locked, cargo_lock = (crate / "crates.lock").read_text(encoding="utf-8"), crate / "Cargo.lock"
    if cargo_lock.is_file() and SOURCE.sub("", cargo_lock.read_text(encoding="utf-8")) == locked:
        return
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(crate / "Cargo.toml", Path(folder, "Cargo.toml"))
        Path(folder, "src").mkdir()
        Path(folder, "src", "lib.rs").touch()
        run("cargo", "generate-lockfile", "--quiet", "--manifest-path", f"{folder}/Cargo.toml")
        found = SOURCE.search(Path(folder, "Cargo.lock").read_text(encoding="utf-8"))
    if found is None:
        raise NotBuilt("cargo names no registry.")
    whole = re.sub(r"^(?=checksum = )", lambda _: found[0], locked, flags=re.MULTILINE)
    cargo_lock.write_text(whole, encoding="utf-8")


def run(*command: str, **variables: str) -> None:
    """Run a program. Raises NotBuilt with the last lines that it wrote."""
    patience = {"CARGO_NET_RETRY": "1", "CARGO_HTTP_TIMEOUT": "15"}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    own = {"CARGO_TARGET_DIR": str(BUILT), "PATH": path}
    environment = {**os.environ, **patience, **own, **variables}
    try:
        outcome = subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60 * MINUTES,
            errors="replace",
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotBuilt(str(error)) from error
    if outcome.returncode:
        said = (outcome.stderr or outcome.stdout).strip().splitlines()
        raise NotBuilt("It said:\n" + "\n".join(said[-8:]))


if __name__ == "__main__":
    main()
