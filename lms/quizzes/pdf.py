"""The answer sheets of a printed form as PDF: one for each participant who gets it, and a blank one."""

from functools import partial
from hashlib import sha256
from io import BytesIO
from typing import Any, Final
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _

from lms.core.addresses import path_to, public_url
from lms.core.principals import Principal
from lms.quizzes import queries, rules
from lms.quizzes.models import FormRule, PrintedForm
from lms.quizzes.queries import Sheet
from lms.quizzes.rules.printing import lines_of, pages_of
from lms.web import papers, press, qr
from lms.web.papers import Asked, Paper, Written

BLANK_SHEETS = 1


def address_of(printed: PrintedForm) -> str:
    """Return where the sheets of a form are keyed in; a code on paper says no more than that."""
    return f"{public_url()}{path_to('quizzes_staff.key_sheets', uid=printed.uid)}"


def _load(principal: Principal, asked: Asked) -> PrintedForm:
    return queries.get_printed(principal, UUID(asked["form"]))


def _write(printed: PrintedForm, _asked: Asked) -> Written:
    address = address_of(printed)
    people: list[tuple[Sheet | None, str]] = [(one, f"{address}?sheet={one.number}") for one in _whose(printed)]
    people += [(None, address)] * BLANK_SHEETS
    items = queries.printed_items(printed)
    pages = pages_of([line for one in items for line in lines_of(one.number, one.version, one.order)])
    form = papers.render("quizzes/print/sheet_form.html", printed=printed, pages=pages)
    html = papers.render("quizzes/print/sheets.html", printed=printed, people=people, pages=len(pages),
                         form=sha256(form.encode()).hexdigest())  # fmt: skip
    return Written(
        html=html, name=f"sheets-{printed.form}-{printed.uid}", people=len(people), per_page=1 / max(1, len(pages)),
        picture=_code, finish=partial(_on_form, form),
    )  # fmt: skip


def _on_form(form: str, pdf: bytes) -> bytes:
    """Lay what is each person's own on the form that all share: its boxes are laid out once, not for everybody."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as sheets, pikepdf.open(BytesIO(press.pdf_of(form))) as drawn:
        shared = [sheets.copy_foreign(page.as_form_xobject()) for page in drawn.pages]
        for number, page in enumerate(sheets.pages):
            place = number % len(shared)
            name = page.add_resource(shared[place], pikepdf.Name.XObject, pikepdf.Name(f"/Form{place}"))
            page.contents_add(f"q {name} Do Q".encode(), prepend=True)
        made = BytesIO()
        sheets.save(made)
    return made.getvalue()


def _code(address: str) -> tuple[bytes, str] | None:
    scheme, _colon, text = address.partition(":")
    return (qr.png(text), "image/png") if scheme == "code" else None


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


def _title(printed: PrintedForm) -> str:
    return f"{printed.quiz.lesson.title} · {printed.training.title}"


def _back(printed: PrintedForm) -> Any:
    return url_for("quizzes_staff.list_papers", uid=printed.training.uid)


SHEETS: Final = Paper(label=_("Answer sheets"), load=_load, write=_write, title=_title, back=_back)
