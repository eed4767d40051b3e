"""Answers with files, and samples that are drawn without taking a number."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import Response
from flask_babel import gettext as _

from lms.certificates import pdf, queries
from lms.certificates.actions.issuing import common_data
from lms.certificates.models import Certificate, DesignVersion, Series, Signer
from lms.certificates.rules import frozen, numbers
from lms.core import addresses, clock, files
from lms.core.errors import Missing
from lms.places.models import Office
from lms.trainings.models import Training
from lms.web import i18n, zips

SAMPLE_CODE = "0000000000000"
LONG_NAME = "Prof. Dr. Raden Mas Haryo Suryodiningrat Kusumawardhana Notonegoro, S.Sos., M.Hum., Ph.D."


def file_of(certificate: Certificate, *, inline: bool = False) -> Response:
    """Answer with the bytes that were issued, the same at every download."""
    if certificate.file is None:
        raise Missing
    response = Response(files.read(certificate.file), mimetype="application/pdf")
    how = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="{_plain(certificate)}.pdf"'
    response.set_etag(certificate.file.sha256)
    return response


def scan_of(certificate: Certificate) -> Response:
    """Answer with the scan of a paper that was issued before this register."""
    if certificate.scan is None:
        raise Missing
    response = Response(files.read(certificate.scan), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{_plain(certificate)} (scan).pdf"'
    return response


def text_of(certificate: Certificate, text: str, ending: str, media_type: str) -> Response:
    """Answer with a text that belongs to a certificate."""
    return bytes_of(certificate, text.encode(), ending, media_type)


def bytes_of(certificate: Certificate, content: bytes, ending: str, media_type: str) -> Response:
    """Answer with bytes that belong to a certificate, for any site that asks."""
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{_plain(certificate)}.{ending}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.add_etag()
    return response


def zip_of(certificates: Sequence[Certificate], *, name: str) -> Response:
    """Answer with the files of many certificates, one after the other: never more than one is in memory.

    They are compressed already, so the length is known before the first byte and a browser shows how far it is.
    """
    packed = [(f"{_plain(one)}.pdf", one.file) for one in certificates if one.file is not None]
    pieces = zips.stream([(inside, files.reader(file)) for inside, file in packed])
    response = Response(pieces, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    length = zips.length([(inside, file.size) for inside, file in packed])
    if length is not None:
        response.content_length = length
    return response


def sample(
    training: Training, series: Series, signer: Signer, version: DesignVersion, *, name: str, place: str,
    now: datetime, own: dict[str, Any] | None = None,
) -> Response:  # fmt: skip
    """Answer with what a certificate would look like; its number is not taken and it says that it is a sample."""
    on = clock.local(now, series.zone).date()
    data = common_data(training, series, signer, version, on=on, place=place or training.city, now=now)
    full = _as_sample(frozen.as_printed(data) | (own or {}) | {"name": name, "number": next_number(series, on)})
    return _as_file(pdf.Renderer(queries.paper_of(version.id)).pdf(full))


def specimen(version: DesignVersion, *, name: str, now: datetime) -> Response:
    """Answer with a design filled with examples and a long name."""
    institution = version.settings.get("institution") or version.design.office.name
    data = _example(institution, version.settings, town=version.design.office.region.name, name=name, now=now)
    return _as_file(pdf.Renderer(queries.paper_of(version.id)).pdf(_as_sample(data)))


def look(paper: pdf.Paper, office: Office | None, *, name: str, now: datetime) -> list[str]:
    """Return the pages of a design that is being changed, as addresses of pictures."""
    institution = paper.settings.get("institution") or (office.name if office else "")
    town = office.region.name if office else ""
    data = _example(institution, paper.settings, town=town, name=name, now=now)
    pages = pdf.pictures_of(pdf.Renderer(paper).pdf(_as_sample(data)), width=900)
    return [f"data:image/webp;base64,{b64encode(page).decode()}" for page in pages]


def _example(institution: str, settings: dict[str, Any], *, town: str, name: str, now: datetime) -> dict[str, Any]:
    today = now.date().isoformat()
    modules = [(_("Example subject %(n)s", n=n), 400) for n in range(1, 7)]
    return {
        "language": i18n.language(), "training": _("Example training for a look at the design"),
        "organiser": institution, "institution": institution, "city": town, "starts": today, "ends": today,
        "place": town, "on_day": today, "made_at": now.strftime("%Y-%m-%dT%H:%M:%SZ"), "replaces": "",
        "number": "0001/…", "nip": "196608011988031001",
        "qualification": settings.get("qualification", ""), "name": name or LONG_NAME,
        "position": _("Example position"), "office": _("Example office"), **frozen.modules_of(modules),
        "signer": {"name": "Dra. Ratna Kusumawardhani, M.Hum.", "title": _("Head of office"), "nip": "", "in_stead": "",
                   "in_stead_of": ""},
    }  # fmt: skip


def next_number(series: Series, on: date) -> str:
    """Return the number that would come next; it is not taken."""
    return number_of(series, on, queries.next_serial(series.id, on.year))


def number_of(series: Series, on: date, serial: int) -> str:
    """Return a number as its series writes it."""
    return numbers.write(series.pattern, serial=serial, on=on, unit=series.unit, classification=series.classification)


def written(series: Series, year: int, serial: int) -> str:
    """Return a number of a year as its series writes it, with this month where it is that year's."""
    today = clock.today(series.zone)
    return number_of(series, today if today.year == year else date(year, 12, 31), serial)


def _as_sample(data: dict[str, Any]) -> dict[str, Any]:
    full = {"nip": "", "position": "", "office": "", "capacity": "participant"} | data
    return full | frozen.code_facts(SAMPLE_CODE, addresses.public_url()) | {"sample": True, "signature": ""}


def _as_file(made: bytes) -> Response:
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="sample.pdf"'
    return response


def _plain(certificate: Certificate) -> str:
    kept = "".join(c if c.isalnum() or c in "-. " else "-" for c in f"{certificate.number} {certificate.name}")
    return kept.encode("ascii", "ignore").decode().strip()[:120] or certificate.code
