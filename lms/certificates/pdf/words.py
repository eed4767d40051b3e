"""The words of a paper, in the language of its training."""

from datetime import date
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup, escape

from lms.certificates.pdf.hours import words_of_hours
from lms.web import filters
from lms.web.i18n import said

CODE = "\0"  # stands where a line has the code of each paper
BOLD = Markup("<b>%s</b>")


def words_of(data: dict[str, Any], settings: dict[str, Any]) -> dict[str, Any]:
    """Return everything that a paper says besides its data."""
    is_statement, is_transcript = (data.get("paper") == kind for kind in ("statement", "transcript"))
    is_plain = is_statement or is_transcript
    with force_locale(data["language"]):
        return {
            **({"hours": words_of_hours(data)} if is_transcript else {}),
            "title": _title(data, settings),
            "number": _("Number"),
            "given": _("It is stated that") if is_plain else settings.get("given") or _("This is given to"),
            "as": _("took part as") if is_statement else _("as"),
            "capacity": capacity(data["capacity"]),
            "sentence": _sentence(data),
            "replaces": _("replaces number %(number)s", number=data.get("replaces") or ""),
            "place_and_date": ", ".join(filter(None, [data["place"], filters.day(date.fromisoformat(data["on_day"]))])),
            "check_at": _("Verify this paper at") if is_plain else _("Verify this certificate at"),
            "code": _("Code"),
            "qr": _("QR code with the address at which this paper can be verified"),
            "emblem": _("Seal or coat of arms"),
            "logo": _("Logo of %(name)s", name=data["institution"]),
            "footer_line": _footer(data, CODE),
            "footer": _footer(data, data["code_grouped"]),
            "signature": _signature(data),
            "signature_field": _signature_field(data),
            "sample": _("SAMPLE WITHOUT VALUE"),
            "subjects": _("LIST OF SUBJECTS"),
            "no": _("No."),
            "subject": _("Subject"),
            "jp": _("Lesson hours"),
            "total": _("Total"),
        }  # fmt: skip


def _title(data: dict[str, Any], settings: dict[str, Any]) -> str:
    """Return what a paper is called: an office chooses it for certificates only."""
    if data.get("paper") == "transcript":
        return str(_("TRANSCRIPT OF LESSON HOURS"))
    if data.get("paper") == "statement":
        return str(_("STATEMENT"))
    return said(settings.get("title") or _("CERTIFICATE"))


def _footer(data: dict[str, Any], code: str) -> str:
    if data.get("paper") == "statement":
        return str(_("Whether this statement is genuine can be checked at %(url)s with the code %(code)s.",
                     url=data["verify_at"], code=code))  # fmt: skip
    if data.get("paper") == "transcript":
        return str(_("Whether this transcript is genuine can be checked at %(url)s with the code %(code)s.",
                     url=data["verify_at"], code=code))  # fmt: skip
    return str(_("Whether this certificate is genuine can be checked at %(url)s with the code %(code)s.",
                 url=data["verify_at"], code=code))  # fmt: skip


def _signature(data: dict[str, Any]) -> str:
    """Return what stands on a paper of its signature; only what the file will carry."""
    if data.get("signature") == "bsre":
        return str(_("This document has been signed electronically with a certificate that was issued by Balai Besar "
                     "Sertifikasi Elektronik (BSrE), BSSN. Under article 5 (1) of the law on electronic information "
                     "and transactions (UU ITE), the file and its print are valid evidence."))  # fmt: skip
    if data.get("signature") in {"local", "service"}:
        return str(_("This file carries an electronic signature of %(name)s.", name=data["institution"]))
    return ""


def _signature_field(data: dict[str, Any]) -> str:
    if not data.get("signature"):
        return ""
    name = data["institution"] if data["signature"] == "service" else data["signer"]["name"]
    return str(_("Electronic signature of %(name)s", name=name))


def capacity(name: str | None) -> str:
    """Return in capitals as what somebody took part."""
    shown = {
        "participant": _("PARTICIPANT"), "trainer": _("RESOURCE PERSON"), "facilitator": _("FACILITATOR"),
        "moderator": _("MODERATOR"), "organiser": _("COMMITTEE MEMBER"),
    }  # fmt: skip
    return str(shown.get(name or "", shown["participant"]))


def hours_in_words(hundredths: int, language: str) -> str:
    """Return lesson hours with their words where Indonesian wants them: 32 (tiga puluh dua)."""
    figure = filters.jp(hundredths)
    if language != "id":
        return figure
    whole, rest = divmod(hundredths, 100)
    decimals = f"{rest:02d}".rstrip("0")
    spoken = " koma " + " ".join(filters.in_words(int(digit)) for digit in decimals) if decimals else ""
    return f"{figure} ({filters.in_words(whole)}{spoken})"


def _sentence(data: dict[str, Any]) -> Markup:
    """Return the sentence with the training's title in bold; every other value is text."""
    here = "\0"
    parts = [_("in the activity %(title)s", title=here)]
    if data["organiser"]:
        parts.append(_("held by %(organiser)s", organiser=data["organiser"]))
    if data["starts"]:
        parts.append(_("on %(days)s", days=_days(data)))
    if data["city"]:
        parts.append(_("in %(city)s", city=data["city"]))
    if data["jp"]:
        parts.append(_("for %(hours)s lesson hours", hours=hours_in_words(data["jp"], data["language"])))
    if data.get("expires_on"):
        parts.append(_("valid until %(day)s", day=filters.day(date.fromisoformat(data["expires_on"]))))
    return escape(" ".join(parts)).replace(here, BOLD % data["training"])


def _days(data: dict[str, Any]) -> str:
    first = date.fromisoformat(data["starts"])
    last = date.fromisoformat(data["ends"]) if data["ends"] else first
    return filters.day_range(first, last, " s.d. " if data["language"] == "id" else "–")
