"""A printed form of a quiz as PDF: its questions, and an answer sheet a person."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from lms.core.addresses import public_url
from lms.quizzes import queries, rules
from lms.quizzes.models import FormRule, PrintedForm
from lms.quizzes.queries import PrintedItem, Sheet
from lms.quizzes.rules import paper
from lms.web import qr

BLANK_SHEETS = 1


def questions(printed: PrintedForm) -> Response:
    """Answer with the questions of a form."""
    items = queries.printed_items(printed)
    drawn = "<img" in "".join(str(one.version.html) + str(one.version.options) for one in items)
    html = render_template("quizzes/print/questions.html", printed=printed, items=items, lettered=paper.lettered)
    return _pdf(html, queries.printed_pictures(items) if drawn else {}, f"questions-{printed.form}-{printed.uid}")


def sheets(printed: PrintedForm) -> Response:
    """Answer with an answer sheet for each participant who gets this form, and a blank one; each has its own code."""
    items = queries.printed_items(printed)
    address = f"{public_url()}{url_for('quizzes_staff.key_sheets', uid=printed.uid)}"
    people: list[tuple[Sheet | None, Any]] = [
        (one, qr.svg(f"{address}?sheet={one.number}", label=_("QR code"))) for one in _whose(printed)
    ]
    people += [(None, qr.svg(address, label=_("QR code")))] * BLANK_SHEETS
    html = render_template("quizzes/print/sheets.html", printed=printed, people=people, rows=_rows(items))
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


def _rows(items: Sequence[PrintedItem]) -> list[tuple[int, list[str]]]:
    """Return each question's number and its letters to tick; none where something is written."""
    asked = [one for one in items if one.version.type not in paper.READ]
    return [(one.position, [letter for letter, _ in paper.lettered(one.version, one.order)]) for one in asked]


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
