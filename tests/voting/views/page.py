"""A page as its readers get it: elements in order, text, links."""

from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient

VOID = {"br", "circle", "img", "input", "line", "link", "meta", "path", "rect"}


class Page(HTMLParser):
    """A page's elements and text; fails on tags that are not closed in order.

    What is inside a template is not part of the page until a script takes it.
    """

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(markup)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(tag, attrs)

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "template" not in self.open:
            self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "template" not in self.open:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


def scripts(seen: Page) -> list[dict[str, str | None]]:
    """Return the scripts of a page that are not our own built ones with their integrity."""
    return [
        one
        for one in seen.all("script")
        if not (one.get("src") or "").startswith("/static/built/")
        or not (one.get("integrity") or "").startswith("sha256-")
    ]


def page(client: FlaskClient, path: str, status: int = 200, **more: Any) -> Page:
    answer = client.get(path, **more)
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    return Page(answer.text)


def paths(uuid: str) -> list[str]:
    base = f"/c/{uuid}"
    return [
        "/",
        f"{base}/",
        f"{base}/board",
        f"{base}/board?q=abcdef",
        f"{base}/result",
        f"{base}/result/compare",
        f"{base}/vote",
        f"{base}/receipt",
        f"{base}/log",
        f"{base}/dispute",
        "/table",
    ]
