"""A printed form of a quiz as PDF: its questions, and an answer sheet a person."""

from collections.abc import Mapping
from typing import Any

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from lms.core.addresses import public_url
from lms.quizzes import queries, rules
from lms.quizzes.models import FormRule, PrintedForm
from lms.quizzes.queries import Sheet
from lms.quizzes.rules.printing import lines_of, on_paper, pages_of
from lms.web import qr

BLANK_SHEETS = 1


def questions(printed: PrintedForm) -> Response:
    """Answer with the questions of a form."""
    items = queries.printed_items(printed)
    drawn = any("<img" in f"{v.html}{v.options}{v.settings}" or v.settings.get("picture")
                for v in (one.version for one in items))  # fmt: skip
    code = qr.svg(_address(printed), label=_("QR code"))
    html = render_template("quizzes/print/questions.html", printed=printed, code=code, hints=_hints(),
                           items=[(one, on_paper(one.version, one.order)) for one in items])  # fmt: skip
    return _pdf(html, queries.printed_pictures(items) if drawn else {}, f"questions-{printed.form}-{printed.uid}")


def sheets(printed: PrintedForm) -> Response:
    """Answer with an answer sheet for each participant who gets this form, and a blank one; each has its own code."""
    items = queries.printed_items(printed)
    address = _address(printed)
    people: list[tuple[Sheet | None, Any]] = [
        (one, qr.svg(f"{address}?sheet={one.number}", label=_("QR code"))) for one in _whose(printed)
    ]
    people += [(None, qr.svg(address, label=_("QR code")))] * BLANK_SHEETS
    lines = [line for one in items for line in lines_of(one.position, one.version, one.order)]
    html = render_template("quizzes/print/sheets.html", printed=printed, people=people, pages=pages_of(lines))
    return _pdf(html, {}, f"sheets-{printed.form}-{printed.uid}")


def _whose(printed: PrintedForm) -> list[Sheet]:
    """Return the sheets of those who get this form: everybody where there is one, else half of them."""
    quiz, forms, others = printed.quiz, queries.forms_of(printed.quiz_id), queries.other_forms(printed)
    if quiz.form_rule == FormRule.FIXED or len(forms) < 2:
        return queries.sheets_of(printed)
    return [
        one for one in queries.sheets_of(printed)
        if printed.form == rules.choose_form(quiz.form_rule, quiz.purpose, one.participation.uid, forms=forms,
                                             earlier=others.get(one.participation.id))
    ]  # fmt: skip


def _hints() -> dict[str, str]:
    """Return what a question page says of how to answer, by type."""
    order, fits = _("cross a letter for each place of the order"), _("cross a letter for each number")
    return {"multiple": _("several may be right"), "ordering": order, "matching": fits, "gapselect": fits,
            "dragwords": fits, "dragpicture": fits}  # fmt: skip


def _address(printed: PrintedForm) -> str:
    """Return where the sheets of a form are keyed in; a code on paper says no more than that."""
    return f"{public_url()}{url_for('quizzes_staff.key_sheets', uid=printed.uid)}"


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
