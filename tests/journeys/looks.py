"""What must hold on every screen that a person sees, whatever it shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, Request, Response

FRAME = ("body > header", "body > footer")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HOW = {"resultTypes": ["violations"], "preload": False, "iframes": False}
RULES = HOW | {"runOnly": TAGS}
# Of parts that another page has shown the colours are known.
KNOWN_COLOURS = RULES | {"rules": {"color-contrast": {"enabled": False}}}
# What a narrower window can change for the same page: what is near, what scrolls, and what only it shows.
LAYOUT_RULES = HOW | {
    "runOnly": ["target-size", "scrollable-region-focusable", "button-name", "link-name", "label", "aria-hidden-focus"]
}
# What reaches beyond the page's own width, and is not inside a box that scrolls by itself.
OVERFLOW = """() => {
  const page = document.documentElement;
  const wide = page.clientWidth;
  if (page.scrollWidth <= wide) return null;
  const out = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > wide + 1);
  const shown = out.slice(0, 3).map((e) => e.outerHTML.slice(0, 160));
  return `${page.scrollWidth} px on ${wide}: ${shown.join(" … ")}`;
}"""
# Targets under 44 px that are no links inside running text: what a thumb must hit.
SMALL = """() => {
  const own = ["button", "summary", "select", "textarea", ".button", ".nav a", ".tabs a", ".within a",
    "input:not([type=hidden]):not([type=checkbox]):not([type=radio])"].join();
  const shown = [...document.querySelectorAll(own)].filter((e) => e.checkVisibility());
  const boxes = shown.map((e) => [e.getBoundingClientRect(), e.outerHTML.slice(0, 120)]);
  return boxes
    .filter(([box]) => box.width > 0 && box.height > 0 && (box.height < 43.5 || box.width < 24))
    .map(([box, html]) => `${Math.round(box.width)}×${Math.round(box.height)} ${html}`);
}"""
# Of a list's rows that look alike, three are enough to examine; their like are put out of sight meanwhile.
ALIKE = """() => {
  const outline = (e) => `${e.tagName}.${e.className}(${[...e.children].map(outline).join()})`;
  for (const list of document.querySelectorAll("main tbody, main ul, main ol")) {
    const counts = new Map();
    for (const row of list.children) {
      const name = outline(row);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      if (counts.get(name) > 3 && !row.hidden) { row.hidden = true; row.dataset.alike = ""; }
    }
  }
}"""
AXE_RUN = """async ([options, without]) => {
  const where = without.length ? { exclude: without.map((one) => [one]) } : document;
  const found = (await axe.run(where, options)).violations;
  for (const row of document.querySelectorAll("[data-alike]")) { row.hidden = false; delete row.dataset.alike; }
  return found;
}"""


@dataclass
class Watch:
    """What a page's browser complained about since it was last asked."""

    page: Page
    host: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("requestfailed", self._on_failed)
        self.page.on("request", self._on_request)
        self.page.on("response", self._on_response)

    def take(self) -> list[str]:
        """Return the complaints and forget them."""
        taken, self.complaints[:] = list(self.complaints), []
        return taken

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _on_failed(self, request: Request) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):  # a download, or a page that was left
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.host:
            self.complaints.append(f"foreign host: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.complaints.append(f"{response.status}: {response.url}")


def faults_of(page: Page, *, rules: dict[str, Any] = RULES, is_frame_known: bool = False) -> list[str]:
    """Name what is wrong with how a page looks at its present width; what stands around `main` may be known."""
    return [*overflow(page), *_small(page), *_axe(page, rules, without=FRAME if is_frame_known else ())]


def overflow(page: Page) -> list[str]:
    """Name what is wider than the screen."""
    found: str | None = page.evaluate(OVERFLOW)
    return [f"wider than the screen: {found}"] if found else []


def looks_right(page: Page, watch: Watch) -> None:
    """Assert that nothing is wrong with this page, and that its browser had nothing to complain about."""
    page.wait_for_load_state("load")
    found = [*watch.take(), *faults_of(page)]
    assert found == [], f"{page.url}\n" + "\n".join(found)


def _small(page: Page) -> list[str]:
    width = (page.viewport_size or {"width": 1280})["width"]
    return [f"small target: {one}" for one in page.evaluate(SMALL)] if width < 600 else []


def _axe(page: Page, rules: dict[str, Any], *, without: Sequence[str] = ()) -> list[str]:
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    page.evaluate(ALIKE)
    violations: list[dict[str, Any]] = page.evaluate(AXE_RUN, [rules, list(without)])
    return [
        f"axe {one['impact']} {one['id']}: {node['html'][:200]} {node.get('failureSummary', '').splitlines()[1:2]}"
        for one in violations
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"][:3]
    ]
