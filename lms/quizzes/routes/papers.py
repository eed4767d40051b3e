"""The questions of a printed form as PDF."""

from collections.abc import Mapping
from typing import Any

from flask import Response, render_template
from flask_babel import gettext as _

from lms.quizzes import queries
from lms.quizzes.models import PrintedForm
from lms.quizzes.pdf import address_of
from lms.quizzes.rules.printing import on_paper
from lms.web import qr


def questions(printed: PrintedForm) -> Response:
    """Answer with the questions of a form."""
    items = queries.printed_items(printed)
    drawn = any("<img" in f"{v.html}{v.options}{v.settings}" or v.settings.get("picture")
                for v in (one.version for one in items))  # fmt: skip
    code = qr.svg(address_of(printed), label=_("QR code"))
    html = render_template("quizzes/print/questions.html", printed=printed, code=code, hints=_hints(),
                           items=[(one, on_paper(one.version, one.order)) for one in items])  # fmt: skip
    return _pdf(html, queries.printed_pictures(items) if drawn else {}, f"questions-{printed.form}-{printed.uid}")


def _hints() -> dict[str, str]:
    """Return what a question page says of how to answer, by type."""
    order, fits = _("cross a letter for each place of the order"), _("cross a letter for each number")
    square, beside = _("write the square of the picture, such as C4"), _("hand this in with the answer sheet")
    return {"multiple": _("several may be right"), "ordering": order, "matching": fits, "gapselect": fits,
            "dragwords": fits, "dragpicture": fits, "hotspot": square, "file": beside}  # fmt: skip


def _pdf(html: str, pictures: Mapping[str, tuple[bytes, str]], name: str) -> Response:
    from weasyprint import HTML

    source = HTML(string=html, base_url="paper://own/", url_fetcher=_fetcher(pictures))
    answer = Response(source.write_pdf(), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _fetcher(pictures: Mapping[str, tuple[bytes, str]]) -> Any:
    """Return what gives WeasyPrint the questions' own pictures, and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnPictures(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            found = pictures.get(url.removeprefix("paper://own"))
            if found is None:
                raise ValueError(f"a paper may not ask for {url}")
            return URLFetcherResponse(url, found[0], {"Content-Type": found[1]})

    return OwnPictures()
