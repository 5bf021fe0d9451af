"""The shape of the project: who may import whom, how large things are, what no file may contain."""

import ast
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# wsgi → voting → audit → ballots: a package imports itself and those to its right.
LAYERS = ["wsgi", "voting", "audit", "ballots"]
MATHEMATICS = {"cryptography", "gmpy2", "msgspec", "nacl"}
SERVER = {
    *MATHEMATICS,
    *(
        "alembic",
        "argon2",
        "babel",
        "click",
        "docx",
        "flask",
        "flask_babel",
        "flask_wtf",
        "granian",
    ),
    *("itsdangerous", "jinja2", "markupsafe", "openpyxl", "PIL", "psycopg", "qrcode", "rich"),
    *("sqlalchemy", "typst", "webauthn", "werkzeug"),
}
THIRD_PARTY = {"ballots": MATHEMATICS, "audit": MATHEMATICS, "voting": SERVER, "wsgi": set()}
# Imported only when somebody asks for it, with a sentence that says what to install; or used where
# it is installed.
OPTIONAL = {"voting/demo/phones.py": {"playwright"}, "ballots/native.py": {"tinnhiem_native"}}

PACKAGES = ["ballots", "audit", "voting"]
CODE = [*PACKAGES, "benchmarks", "scripts", "tests"]
NOT_OURS = {
    *(".coverage", ".git", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".venv"),
    *("__pycache__", "build", "dist", "instance", "node_modules", "out"),
}


def files(*folders: str, suffixes: tuple[str, ...] = (".py",)) -> list[Path]:
    """List the files below some folders of the repository, in order."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    return sorted(path for path in found if path.suffix in suffixes and path.is_file())


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=name(path))


def imports(path: Path) -> Iterator[str]:
    """Yield the full name of every module that a file imports, wherever the statement stands."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*start, *(node.module or "").split(".")]).strip(".")
            yield from (f"{module}.{alias.name}" for alias in node.names)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def size(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function, without its decorators and its docstring."""
    first = function.body[0]
    lines = (function.end_lineno or 0) - function.lineno + 1
    if ast.get_docstring(function, clean=False) is not None:
        lines -= (first.end_lineno or 0) - first.lineno + 1
    return lines


def modules_of(layer: str) -> list[Path]:
    return [ROOT / "wsgi.py"] if layer == "wsgi" else files(layer)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_only_layers_below_it(layer: str) -> None:
    above = set(LAYERS[: LAYERS.index(layer)]) | {"tests", "benchmarks", "scripts"}
    wrong = {
        f"{name(path)} imports {module}"
        for path in modules_of(layer)
        for module in imports(path)
        if module.split(".")[0] in above
    }
    assert modules_of(layer)
    assert not wrong


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_only_the_libraries_chosen_for_it(layer: str) -> None:
    allowed = THIRD_PARTY[layer] | set(sys.stdlib_module_names) | set(LAYERS)
    wrong = {
        f"{name(path)} imports {module}"
        for path in modules_of(layer)
        for module in imports(path)
        if module.split(".")[0] not in allowed | OPTIONAL.get(name(path), set())
    }
    assert not wrong


def test_services_and_rules_know_nothing_of_the_web() -> None:
    web = ("flask", "werkzeug", "jinja2", "click", "voting.views", "voting.cli")
    wrong = {
        f"{name(path)} imports {module}"
        for path in files("voting/services", "voting/rules")
        for module in imports(path)
        if module.startswith(web)
    }
    assert not wrong


def test_mathematics_and_evidence_import_nothing_by_name_at_run_time() -> None:
    wrong = [
        f"{name(path)}:{node.lineno}"
        for path in files("ballots", "audit")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name | ast.Attribute)
        and ast.unparse(node) in {"__import__", "importlib.import_module", "import_module"}
    ]
    assert not wrong


def test_the_verifier_loads_without_the_server() -> None:
    program = """if True:
        import sys

        class Blocked:
            def find_spec(self, name, path=None, target=None):
                if name.split(".")[0] in {
                    "flask", "sqlalchemy", "qrcode", "voting", "tinnhiem_native"
                }:
                    raise ModuleNotFoundError(f"{name} is blocked", name=name)

        sys.meta_path.insert(0, Blocked())
        import audit.verifier
        print(audit.verifier.__file__)
    """
    outcome = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], cwd=ROOT, capture_output=True, text=True
    )
    assert outcome.stderr == ""
    assert Path(outcome.stdout.strip()) == ROOT / "audit" / "verifier.py"


def test_no_module_is_over_350_lines() -> None:
    written = files(*CODE, suffixes=(".py", ".js", ".css", ".html", ".sh"))
    lengths = {
        name(path): len(path.read_bytes().splitlines())
        for path in written
        if path.parent.name != "built"
    }
    assert {path: lines for path, lines in lengths.items() if lines > 350} == {}


def test_the_median_module_has_at_most_150_lines() -> None:
    lengths = [len(path.read_bytes().splitlines()) for path in files(*PACKAGES)]
    assert statistics.median(lengths) <= 150


def test_no_function_is_over_60_lines() -> None:
    sizes = {
        f"{name(path)}: {function.name}": size(function)
        for path in files(*CODE)
        for function in functions(path)
    }
    assert {where: lines for where, lines in sizes.items() if lines > 60} == {}


def test_the_median_function_has_at_most_10_lines() -> None:
    sizes = [size(function) for path in files(*PACKAGES) for function in functions(path)]
    assert statistics.median(sizes) <= 10


def test_no_view_is_over_15_lines() -> None:
    sizes = {
        f"{name(path)}: {function.name}": size(function)
        for path in files("voting/views")
        for function in functions(path)
        if function.decorator_list
    }
    assert sizes
    assert {where: lines for where, lines in sizes.items() if lines > 15} == {}


def everything() -> Iterator[Path]:
    """Yield every file that somebody wrote: what git would track, found without git."""
    for folder, below, names in os.walk(ROOT):
        below[:] = sorted(set(below) - NOT_OURS)
        ours = (item for item in sorted(set(names) - NOT_OURS) if not item.startswith(".coverage."))
        yield from (Path(folder, item) for item in ours)


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    # Written in pieces, or this file would name them.
    hosts = (
        rb"pypi" rb"\.org|python" rb"hosted\.org|registry\.npm" rb"js\.org|deb\.deb" rb"ian\.org"
    )
    paths = rb"(?<![\w./-])/(?:work|ro" rb"ot)/"
    forbidden = re.compile(hosts + rb"|" + paths)
    wrong = [name(path) for path in everything() if forbidden.search(path.read_bytes())]
    assert not wrong


def test_the_lock_pins_every_requirement_by_hash_and_names_no_host() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    requirement = r"[a-z0-9-]+==[\w.]+( ; [^\n]+?)? \\\n"
    hashes = r"(    --hash=sha256:[0-9a-f]{64} \\\n)*    --hash=sha256:[0-9a-f]{64}\n"
    assert re.fullmatch(f"({requirement}{hashes})+", text)


@pytest.mark.parametrize("folder", ["native", "native/browser"])
def test_the_locks_of_crates_pin_every_one_by_checksum_and_name_no_host(folder: str) -> None:
    text = (ROOT / folder / "crates.lock").read_text(encoding="utf-8")
    crates = text.split("\n[[package]]\n")[1:]
    ours, *others = sorted(crates, key=lambda crate: "\nchecksum = " in crate)
    assert ours.startswith(f'name = "tinnhiem-{Path(folder).name}"\n')
    assert others
    for crate in others:
        assert re.match(r'name = ".+"\nversion = ".+"\nchecksum = "[0-9a-f]{64}"\n', crate)
    assert "://" not in text
