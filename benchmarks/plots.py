"""The plots of a run: SVG with real text, drawn from the JSON that the run wrote.

Each says under its title on what machine it was measured. What was not measured is not drawn.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import matplotlib
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure

matplotlib.use("svg")

Row = dict[str, Any]
Points = Sequence[tuple[float, float]]

SIZE: Final = (8.0, 4.8)  # inches of 72 points
STYLE: Final[dict[Any, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "tinnhiem",
    "font.family": "sans-serif",
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#dce1e7",
    "axes.axisbelow": True,
}
MARKS: Final = "osD^v"
TITLES: Final = {
    "ballots": "Number of ballots and cost of verifying",
    "people": "Number of people and cost of a ballot",
    "cores": "Cores and time of verifying",
    "backend": "Backend and cost of a ballot",
    "load": "Ballots a second and time to the receipt",
    "rate": "Ballots a second: asked and cast",
    "browser": "Times in the browser",
}


def draw(file: Path) -> list[Path]:
    """Draw what a JSON file tells beside it; return the files that were written."""
    told = json.loads(file.read_text(encoding="utf-8"))
    tables = {table["name"]: rows_of(table) for table in told["tables"]}
    machine, versions = told["machine"], told["versions"]
    under = (
        f"{machine['processor']}, {machine['cores']} cores, AVX2 {machine['AVX2']}, "
        f"load {machine['load average']}; Python {versions['Python']}, "
        f"curve25519-dalek {versions['curve25519-dalek']}, PyNaCl {versions['PyNaCl']}; "
        f"{told['begun'][:10]}"
    )
    written = []
    with matplotlib.rc_context(STYLE):
        for name, plot in PLOTS.items():
            figure = Figure(SIZE, layout="constrained")
            axes = figure.add_subplot()
            if not plot(axes, tables):
                continue
            figure.suptitle(TITLES[name], x=0.01, ha="left", weight="bold")
            axes.set_title(under, loc="left", fontsize=7, color="#55514b")
            written.append(file.with_name(f"{name}.svg"))
            figure.savefig(written[-1], metadata={"Date": None, "Title": TITLES[name]})
    return written


def rows_of(table: dict[str, Any]) -> list[Row]:
    """Return the rows of a table with the names of the columns."""
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]


Tables = dict[str, list[Row]]


def by_ballots(axes: Axes, tables: Tables) -> bool:
    """Draw the processor time of whole records by ballots, with the line of proportion."""
    rows = [row for row in tables.get("verify", []) if row["by"] == "ballots"]
    points = sorted((row["ballots"], row["processor s"]) for row in rows)
    if not points:
        return False
    people, (most, last) = rows[0]["people"], points[-1]
    axes.plot((0, most), (0, last), linestyle=":", color="#93a0ad", label="in proportion")
    lines(axes, {f"tinnhiem verify, {people} people": points})
    return labelled(axes, "ballots", "processor seconds")


def by_people(axes: Axes, tables: Tables) -> bool:
    """Draw the cost of a ballot by people, whole and bare, for each backend of Ed25519."""
    rows = [
        row
        for row in tables.get("ballots", [])
        if row["together"] > 1 and row["backend"] != "BELENIOS-2048"
    ]
    for place, name in enumerate(dict.fromkeys(row["backend"] for row in rows)):
        own = [row for row in rows if row["backend"] == name]
        for kind, style in (("verified ms", "-"), ("bare arithmetic ms", ":")):
            points = sorted((row["people"], row[kind]) for row in own)
            label = f"{name}: {kind.removesuffix(' ms')}"
            axes.plot(*zip(*points, strict=True), style, marker=MARKS[place], label=label)
    return bool(rows) and labelled(axes, "people, three levels each", "processor ms a ballot")


def by_cores(axes: Axes, tables: Tables) -> bool:
    """Draw the seconds on the clock and of the processor by processes."""
    rows = [row for row in tables.get("verify", []) if row["by"] in ("ballots", "cores")]
    most = max((row["ballots"] for row in rows), default=0)
    rows = sorted((row for row in rows if row["ballots"] == most), key=lambda row: row["jobs"])
    kinds = {"on the clock": "seconds", "of the processor, all cores": "processor s"}
    lines(axes, {name: [(row["jobs"], row[key]) for row in rows] for name, key in kinds.items()})
    axes.set_xticks([row["jobs"] for row in rows])
    return bool(rows) and labelled(axes, f"processes (--jobs), {most} ballots", "seconds")


def by_backend(axes: Axes, tables: Tables) -> bool:
    """Draw the cost of a ballot of one size by backend, the bare arithmetic within it."""
    rows = tables.get("ballots", [])
    people = {name: {r["people"] for r in rows if r["backend"] == name} for name in names(rows)}
    common = set.intersection(*people.values()) if people else set()
    if not common:
        return False
    rows = [row for row in rows if row["people"] == max(common)]
    labels = [f"{row['backend']}\n{how(row['together'])}" for row in rows]
    whole = [row["verified ms"] for row in rows]
    drawn = axes.bar(labels, whole, color="#93a0ad", label="verified")
    bare = [row["bare arithmetic ms"] for row in rows]
    axes.bar(labels, bare, color="#2f3a46", width=0.5, label="bare arithmetic")
    axes.bar_label(drawn, [f"{cost:.3g}" for cost in whole])
    in_decades(axes.yaxis, axes.set_yscale)
    return labelled(axes, f"{max(common)} people", "processor ms a ballot", zero=False)


def by_load(axes: Axes, tables: Tables) -> bool:
    """Draw the time to the receipt by ballots a second."""
    rows = [row for row in tables.get("load", []) if not isinstance(row["asked /s"], str)]
    kinds = ("p50 ms", "p95 ms", "p99 ms")
    lines(axes, {key: [(row["asked /s"], row[key]) for row in rows] for key in kinds})
    in_decades(axes.yaxis, axes.set_yscale)
    return bool(rows) and labelled(axes, "ballots a second, asked", "ms to the receipt", zero=False)


def by_rate(axes: Axes, tables: Tables) -> bool:
    """Draw how many ballots a second are cast of those that come."""
    rows = tables.get("load", [])
    if not rows:
        return False
    labels = [str(row["asked /s"]) for row in rows]
    drawn = axes.bar(labels, [row["cast /s"] for row in rows], color="#55626f")
    axes.bar_label(drawn, [f"{row['cast /s']:.1f}" for row in rows])
    return labelled(axes, "ballots a second, asked", "cast a second")


def browser(axes: Axes, tables: Tables) -> bool:
    """Draw what the booth and the verifier take in a browser."""
    bars: list[tuple[str, float]] = []
    for row in tables.get("booth", []):
        steps = ("rating shown ms", "encrypted ms", "and verified ms", "tap to receipt ms")
        who = row["Chromium has"]
        bars += [(f"booth, {who}: {step.removesuffix(' ms')}", row[step] / 1000) for step in steps]
    for row in tables.get("browser-verify", []):
        bars.append((f"verifier: {row['ballots']} ballots × {row['people']}", row["s median"]))
    if not bars:
        return False
    labels, heights = zip(*reversed(bars), strict=True)
    axes.bar_label(axes.barh(labels, heights, color="#55626f"), [f" {one:.2f}" for one in heights])
    in_decades(axes.xaxis, axes.set_xscale)
    axes.set_xlabel("seconds on the clock")
    return True


PLOTS: Final[dict[str, Callable[[Axes, Tables], bool]]] = {
    "ballots": by_ballots,
    "people": by_people,
    "cores": by_cores,
    "backend": by_backend,
    "load": by_load,
    "rate": by_rate,
    "browser": browser,
}


def names(rows: Iterable[Row]) -> list[str]:
    """Return the backends of some rows, each once, in their order."""
    return list(dict.fromkeys(row["backend"] for row in rows))


def how(together: int) -> str:
    """Say how many ballots are verified together."""
    return "alone" if together == 1 else f"{together} together"


def lines(axes: Axes, series: dict[str, Points]) -> None:
    """Draw some lines, each with a mark of its own."""
    for mark, (label, points) in zip(MARKS, series.items(), strict=False):
        if points:
            axes.plot(*zip(*points, strict=True), marker=mark, label=label)


def in_decades(axis: Axis, scale: Callable[[str], None]) -> None:
    """Make an axis logarithmic, its numbers as one writes them: 40, not 4 × 10¹."""
    scale("log")
    for choose in (axis.set_major_formatter, axis.set_minor_formatter):
        choose("{x:g}")


def labelled(axes: Axes, across: str, up: str, *, zero: bool = True) -> bool:
    """Name the axes and what is drawn. zero: the axis upwards begins with it."""
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    if zero:
        axes.set_ylim(bottom=0)
    if axes.get_legend_handles_labels()[0]:
        axes.legend(frameon=False)
    return True
