"""One renderer for a batch: fonts loaded, CSS parsed and the page compiled once; each paper laid out from its data."""

from dataclasses import dataclass, field
from importlib.resources import files
from io import BytesIO
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from lms.certificates.pdf import fonts
from lms.certificates.pdf.folders import DesignFiles
from lms.certificates.pdf.marks import add_ua_mark
from lms.certificates.pdf.words import words_of
from lms.certificates.rules import names
from lms.web import filters, qr

MM = 72 / 25.4
STEPS = 4  # how often a crowded first page may be set smaller


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A design with an office's settings: what a renderer draws on."""

    files: DesignFiles
    settings: dict[str, Any] = field(default_factory=dict)
    logo: bytes | None = None
    logo_type: str = ""


class Renderer:
    """Draws the certificates of one design version."""

    def __init__(self, paper: Paper) -> None:
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        self.paper = paper
        facts = paper.files.facts
        self.settings = facts["settings"] | {key: value for key, value in paper.settings.items() if value}
        self.name_width = facts["name_width_mm"] * MM
        self.fetch = _Fetcher(paper)
        self.font_config = FontConfiguration()
        self.css = CSS(string=_css(paper, self.settings), font_config=self.font_config, url_fetcher=self.fetch)
        self.page = _template(paper.files.files["page.html"])
        self.images: dict[str, Any] = {}
        self.colours = _srgb()

    def pdf(self, data: dict[str, Any]) -> bytes:
        """Return a certificate as PDF/A-3u with tags and the mark of PDF/UA-1."""
        made: bytes = self.lay_out(data).write_pdf(
            finisher=add_ua_mark, pdf_variant="pdf/a-3u", pdf_tags=True, output_intent="given"
        )
        return made

    def lay_out(self, data: dict[str, Any]) -> Any:
        """Return the laid-out document; a crowded first page is set smaller until it is one page."""
        for step in range(STEPS):
            document = self._document(data, step)
            if len(document.pages) > 1 and "subjects" in document.pages[1].anchors:
                break
        return document

    def html(self, data: dict[str, Any], step: int = 0) -> str:
        """Return the page that is laid out."""
        words = words_of(data, self.settings)
        return self.page.render(
            data=data, words=words, step=step, logo=self.paper.logo is not None,
            qr=qr.svg(data["verify_url"], label=words["qr"]),
            fitted=names.fit(data["name"], width=self.name_width, measure=fonts.width),
        )  # fmt: skip

    def _document(self, data: dict[str, Any], step: int) -> Any:
        from weasyprint import HTML

        source = HTML(string=self.html(data, step), base_url="about:blank", url_fetcher=self.fetch)
        return source.render(
            font_config=self.font_config, stylesheets=[self.css], cache=self.images, pdf_variant="pdf/a-3u",
            pdf_tags=True, color_profiles={"srgb": self.colours},
        )  # fmt: skip


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def _Fetcher(paper: Paper) -> Any:  # noqa: N802 - makes a class that knows WeasyPrint only when something is drawn
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        """Gives the typeface and the logo, and refuses every other address."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith(fonts.PACKAGE.as_uri()):
                return super().fetch(url, headers)
            if url == "logo:" and paper.logo is not None:
                return URLFetcherResponse(url, paper.logo, {"Content-Type": paper.logo_type})
            raise ValueError(f"a paper may not ask for {url}")

    return OwnFiles()


def _srgb() -> Any:
    """Return WeasyPrint's own sRGB profile, read once; else it opens the file for each paper and never closes it."""
    from weasyprint import pdf
    from weasyprint.css import ColorProfile

    content = (files(pdf.__name__) / "sRGB2014.icc").read_bytes()
    return ColorProfile(BytesIO(content), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


def _template(source: str) -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(nip=filters.nip, jp=filters.jp)
    return environment.from_string(source)


def _css(paper: Paper, settings: dict[str, Any]) -> str:
    """Return the theme with the office's colours, and the sizes that a name may have."""
    theme = paper.files.files["theme.css"]
    colours = {
        "var-accent": settings["accent"],
        "var-ink": settings["ink"],
        "var-soft": "#4a5360",
        "var-line": "#c9c4b8",
    }
    for name, value in colours.items():
        theme = theme.replace(name, value)
    sizes = "".join(f".size-{half} {{ font-size: {half / 2}pt; }}\n" for half in range(32, 53))
    return "\n".join([fonts.faces(), theme, sizes])
