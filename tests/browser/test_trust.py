"""What the pages may do and what they weigh: plain HTTP, Trusted Types, bytes on the wire."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.chromium import find_chromium
from tests.browser.hall import HIGH, LOW, MEDIUM, PATIENCE_MS, Hall, Phone, eventually, new_phone

Phones = Callable[..., Phone]
HOST = "hall.test"  # any name but localhost: a page on plain HTTP in the hall's network
FIRST_LOAD = 350_000  # bytes, compressed, with headers
SINKS = """() => {
    const refused = (name, attempt) => {
        try { attempt(); return null; } catch (error) { return error.name; }
    };
    const made = document.createElement("div");
    const script = document.createElement("script");
    return {
        innerHTML: refused("innerHTML", () => { made.innerHTML = "<b>x</b>"; }),
        outerHTML: refused("outerHTML", () => { document.body.lastElementChild.outerHTML = ""; }),
        insert: refused("insert", () => made.insertAdjacentHTML("beforeend", "<b>x</b>")),
        write: refused("write", () => document.write("<b>x</b>")),
        parse: refused("parse", () => new DOMParser().parseFromString("<b>x</b>", "text/html")),
        srcdoc: refused("srcdoc", () => { document.createElement("iframe").srcdoc = "<b>x</b>"; }),
        source: refused("source", () => { script.src = "/static/built/booth.js"; }),
        text: refused("text", () => { script.text = "1"; }),
        worker: refused("worker", () => new Worker("blob:x")),
        policy: refused("policy", () => trustedTypes.createPolicy("other", {})),
        fallback: refused("fallback", () => trustedTypes.createPolicy("default", {})),
        markup: made.childNodes.length,
    };
}"""


@pytest.fixture
def distant(browser: Browser) -> Iterator[Phone]:
    """Give a phone that reaches the server by a name, as over the hall's Wi-Fi."""
    rules = f"--host-resolver-rules=MAP {HOST} 127.0.0.1"
    started = browser.browser_type.launch(
        executable_path=find_chromium(),
        args=["--no-sandbox", "--no-proxy-server", rules],
        timeout=3 * PATIENCE_MS,
    )
    yield new_phone(started)
    started.close()


def test_a_whole_vote_on_plain_http_in_the_halls_network(hall: Hall, distant: Phone) -> None:
    hall.prepares().opens()
    errors: list[str] = []
    distant.page.on("pageerror", lambda error: errors.append(str(error)))
    distant.page.goto(hall.url(hall.cards[0]).replace("127.0.0.1", HOST))
    assert distant.page.evaluate("[isSecureContext, typeof crypto.subtle]") == [False, "undefined"]
    refused = distant.page.evaluate(SINKS)
    assert refused["innerHTML"] == refused["worker"] == "TypeError"
    distant.chooses_all([HIGH, LOW, MEDIUM]).reviews().sends().sees("đã được ghi nhận")
    assert errors == []


@pytest.mark.parametrize("name", ["vote", "kiosk", "check", "receipt", "board", ""])
def test_no_text_becomes_markup_or_code(name: str, hall: Hall, phone: Phone) -> None:
    hall.prepares().opens()
    phone.page.goto(f"{hall.base}/{name}")
    expect(phone.page.locator("h1:visible")).not_to_be_empty()
    refused = phone.page.evaluate(SINKS)
    assert refused.pop("markup") == 0
    assert set(refused.values()) == {"TypeError"}


def first_load(page: Page, address: str) -> dict[str, int]:
    """Scan a card; return how many bytes each request brought until one can rate."""
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto(address)
    eventually(page, lambda: any(request.url.endswith("/card") for request in requests))
    sizes = {}
    for request in requests:
        if not request.url.startswith("blob:"):
            size = request.sizes()
            path = request.url.split("/", 3)[3].split("?")[0]
            sizes[path] = size["responseBodySize"] + size["responseHeadersSize"]
    return sizes


def test_the_first_load_is_small_and_the_second_smaller(hall: Hall, phone: Phone) -> None:
    hall.prepares(47).opens()
    sizes = first_load(phone.page, hall.url(hall.cards[0]))
    phone.sees("Đánh giá từng người")
    assert len(sizes) >= 7
    assert sum(sizes.values()) <= FIRST_LOAD
    [booth] = [size for path, size in sizes.items() if "/booth-" in path and path.endswith(".js")]
    assert booth > 30_000, "the script was not measured"
    phone.page.goto("about:blank")
    again = first_load(phone.page, hall.url(hall.cards[1]))
    assert sum(again.values()) < sum(sizes.values()) - booth
