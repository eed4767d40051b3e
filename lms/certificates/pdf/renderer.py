"""One renderer for a batch: fonts loaded, CSS parsed and the page compiled once; each paper laid out from its data."""

from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from io import BytesIO
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined, Template

from lms.certificates.pdf import lines, mend
from lms.certificates.pdf.folders import TEXTURE, DesignFiles
from lms.certificates.pdf.pictures import Picture
from lms.certificates.pdf.words import words_of
from lms.certificates.rules import names
from lms.certificates.rules.names import Fitted
from lms.web import filters, fonts, qr

MM = 72 / 25.4
CERTIFICATE, TRANSCRIPT = ("page.html", "theme.css"), ("transcript.html", "transcript.css")
STEPS = 4  # how often a crowded first page may be set smaller


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A design with an office's settings: what a renderer draws on."""

    files: DesignFiles
    settings: dict[str, Any] = field(default_factory=dict)
    logo: Picture | None = None
    emblem: Picture | None = None

    @property
    def pictures(self) -> dict[str, Picture]:
        """The office's pictures under the addresses by which a page asks for them."""
        named = {"logo:": self.logo, "emblem:": self.emblem}
        return {address: picture for address, picture in named.items() if picture is not None}


@dataclass(frozen=True)
class Sheet:
    """A page to be filled, and its style."""

    page: Template
    css: Any


class Renderer:
    """Draws the certificates of one design version."""

    def __init__(self, paper: Paper) -> None:
        from weasyprint.text.fonts import FontConfiguration

        self.paper = paper
        facts = paper.files.facts
        self.settings = facts["settings"] | {key: value for key, value in paper.settings.items() if value}
        self.name_width = facts["name_width_mm"] * MM
        self.name_face = facts.get("name_face", "sans")
        self.fetch = _Fetcher(paper, _colours(self.settings))
        self.font_config = FontConfiguration()
        self.sheets: dict[tuple[str, str], Sheet] = {}
        self.images: dict[str, Any] = {}
        self.colours = _srgb()

    def pdf(self, data: dict[str, Any], credential: bytes | None = None) -> bytes:
        """Return a certificate as PDF/A-3a and PDF/UA-1, laid out by itself."""
        import pikepdf

        attachment = mend.Attachment(content=credential) if credential is not None else None
        target = BytesIO()
        with pikepdf.open(BytesIO(self.write(self.lay_out(data)))) as pdf:
            words = self.words(data)
            mend.mend(pdf, lines.about(data, words), attachment, words["signature_field"])
            pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return target.getvalue()

    def lay_out(self, data: dict[str, Any]) -> Any:
        """Return the laid-out document; a crowded first page is set smaller until it is one page."""
        for step in range(STEPS):
            document = self.document(data, step=step)
            if self.fits(document):
                break
        return document

    def fits(self, document: Any) -> bool:
        """Tell whether the first page holds all that belongs to it; a transcript may go over many."""
        if "hours" in document.pages[0].anchors:
            return True
        return len(document.pages) > 1 and "subjects" in document.pages[1].anchors

    def sheet(self, data: dict[str, Any]) -> "Sheet":
        """Return the page and the style of a paper's kind, compiled once."""
        from weasyprint import CSS

        name = TRANSCRIPT if data.get("paper") == "transcript" else CERTIFICATE
        if name not in self.sheets:
            page, theme = (self.paper.files.named(one) for one in name)
            css = _css(self.paper, _colours(self.settings), theme)
            made = CSS(string=css, font_config=self.font_config, url_fetcher=self.fetch)
            self.sheets[name] = Sheet(_template(self.paper.files, page), made)
        return self.sheets[name]

    def words(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the words of a paper."""
        return words_of(data, self.settings)

    def fitted(self, name: str) -> Fitted:
        """Return a name in lines, with its size."""
        return names.fit(name, width=self.name_width, measure=partial(fonts.width, name=self.name_face))

    def html(self, data: dict[str, Any], step: int = 0) -> str:
        """Return the page that is laid out."""
        words, fitted = self.words(data), self.fitted(data["name"])
        return self.sheet(data).page.render(
            data=data, words=words, step=step, logo=self.paper.logo is not None,
            emblem=self.paper.emblem is not None,
            qr=qr.svg(data["verify_url"], label=words["qr"]), fitted=fitted,
            lines=lines.of_paper(data, words, fitted),
        )  # fmt: skip

    def document(self, data: dict[str, Any], *, step: int) -> Any:
        """Return a document laid out in one of the steps."""
        from weasyprint import HTML

        source = HTML(string=self.html(data, step), base_url="about:blank", url_fetcher=self.fetch)
        return source.render(
            font_config=self.font_config, stylesheets=[self.sheet(data).css], cache=self.images, pdf_variant="pdf/a-3a",
            pdf_tags=True, color_profiles={"srgb": self.colours},
        )  # fmt: skip

    def write(self, document: Any) -> bytes:
        """Return a laid-out document as the engine writes it."""
        made: bytes = document.write_pdf(pdf_variant="pdf/a-3a", pdf_tags=True, output_intent="given")
        return made


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def _Fetcher(paper: Paper, colours: dict[str, str]) -> Any:  # noqa: N802 - makes a class that knows WeasyPrint late
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        """Gives the typefaces, the design's drawings and the office's pictures, and refuses every other address."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if (font := fonts.content(url)) is not None:
                return URLFetcherResponse(url, font, {"Content-Type": "font/ttf"})
            if url in paper.pictures:
                picture = paper.pictures[url]
                return URLFetcherResponse(url, picture.content, {"Content-Type": picture.media_type})
            drawing = paper.files.files.get(url.removeprefix("design:"))
            if url.startswith("design:") and url.endswith(".svg") and drawing is not None:
                return URLFetcherResponse(url, _coloured(drawing, colours).encode(), {"Content-Type": "image/svg+xml"})
            raise ValueError(f"a paper may not ask for {url}")

    return OwnFiles()


def _srgb() -> Any:
    """Return WeasyPrint's own sRGB profile, read once; else it opens the file for each paper and never closes it."""
    from weasyprint import pdf
    from weasyprint.css import ColorProfile

    content = (files(pdf.__name__) / "sRGB2014.icc").read_bytes()
    return ColorProfile(BytesIO(content), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


def _template(files: DesignFiles, name: str) -> Template:
    environment = Environment(
        loader=DictLoader(files.files), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(nip=filters.nip, jp=filters.jp)
    return environment.get_template(name)


def _colours(settings: dict[str, Any]) -> dict[str, str]:
    """Return the colours that a design names: the office's, and paler ones made of them."""
    accent = settings["accent"]
    return {"var-accent": accent, "var-ink": settings["ink"], "var-soft": "#4a5360", "var-line": _mixed(accent, 0.3),
            "var-pale": _mixed(accent, 0.12), "var-tint": _mixed(accent, 0.11)}  # fmt: skip


def _mixed(colour: str, part: float) -> str:
    """Return a colour on white paper, with that part of its strength."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - value) * part):02x}" for value in parts)


def _coloured(text: str, colours: dict[str, str]) -> str:
    for name, value in colours.items():
        text = text.replace(name, value)
    return text


def _css(paper: Paper, colours: dict[str, str], name: str) -> str:
    """Return a theme with the office's colours and texture, and the sizes that a name may have."""
    texture = f'url("design:{TEXTURE}")' if TEXTURE in paper.files.files else "none"
    lists = {f"list-{name}": fonts.family_list(name) for name in fonts.LISTS}
    theme = _coloured(paper.files.files[name], colours | lists | {"texture-image": texture})
    sizes = "".join(f".size-{half} {{ font-size: {half / 2}pt; }}\n" for half in range(32, 53))
    return "\n".join([fonts.faces(theme), theme, sizes])
