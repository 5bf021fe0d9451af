"""The colours of the levels: letters that can be read, shades apart also for the colour-blind."""

import re
from itertools import combinations

import pytest

from tests.test_architecture import ROOT
from voting.views.bars import level_marks

Colour = tuple[float, float, float]

STYLE = (ROOT / "voting/static/style.css").read_text(encoding="utf-8")
AA = 4.5  # WCAG 2.2, success criterion 1.4.3
APART = 20.0  # CIE 1976 difference; 2.3 is just noticeable side by side
# Linear RGB as a deuteranope sees it (Machado, Oliveira, Fernandes 2009, severity 1)
DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)


def tokens(scheme: str) -> dict[str, str]:
    """Return the colours of the stylesheet in one scheme."""
    light, dark = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))
    return found


def linear(colour: str) -> Colour:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return red, green, blue


def times(matrix: tuple[Colour, Colour, Colour], colour: Colour) -> Colour:
    first, second, third = (
        sum(factor * part for factor, part in zip(row, colour, strict=True)) for row in matrix
    )
    return first, second, third


def contrast(one: str, other: str) -> float:
    lights = sorted(times(XYZ, linear(colour))[1] for colour in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def seen_by_a_deuteranope(colour: str) -> Colour:
    """Return the colour in CIE L*a*b* as a deuteranope sees it."""
    red, green, blue = (min(1.0, max(0.0, c)) for c in times(DEUTERANOPIA, linear(colour)))
    parts = zip(times(XYZ, (red, green, blue)), WHITE, strict=True)
    x, y, z = (
        c ** (1 / 3) if c > 216 / 24389 else (24389 / 27 * c + 16) / 116
        for c in (part / white for part, white in parts)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: str, other: str) -> float:
    pairs = zip(seen_by_a_deuteranope(one), seen_by_a_deuteranope(other), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_letter_of_every_level_can_be_read_on_its_shade(scheme: str) -> None:
    found = tokens(scheme)
    for depth in range(1, 6):
        assert contrast(found[f"on-{depth}"], found[f"depth-{depth}"]) >= AA
    for text in ("ink", "quiet", "good", "warn", "accent"):
        for ground in ("paper", "sheet"):
            assert contrast(found[text], found[ground]) >= AA, (text, ground)
    assert contrast(found["on-accent"], found["accent"]) >= AA


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_deuteranope_tells_the_three_levels_apart(scheme: str) -> None:
    found = tokens(scheme)
    shades = [found[f"depth-{mark.depth}"] for mark in level_marks(["high", "medium", "low"])]
    assert len(set(shades)) == 3
    assert min(difference(*pair) for pair in combinations(shades, 2)) >= APART


def test_a_green_and_a_red_would_not_be_told_apart() -> None:
    """What is measured here is what matters: such a pair, often used for yes and no, fails."""
    assert difference("#5f8000", "#a86400") < APART < difference("#2f3a46", "#93a0ad")
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
