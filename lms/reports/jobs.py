"""The bundle is made in the background."""

import io
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from lms.attendance import spreadsheet as attendance
from lms.core import clock, files, jobs, shelf
from lms.core.db import db
from lms.core.files import StoredFile
from lms.progress.rules import LEARNERS
from lms.reports import pdf, queries, rules
from lms.trainings.models import Training
from lms.trainings.pdf import minutes
from lms.web import papers, tables
from lms.web.tables import Column

TELL_EVERY, MADE_HERE = 10, 4


def bundle(job: jobs.Job) -> dict[str, Any]:
    """Put everything that accounts for a training into one ZIP; may run twice, the newest file counts."""
    training = db.session.get_one(Training, job.facts["training_id"])
    with force_locale(training.language):
        stored = _kept_files(training)
        total, made, target = len(stored) + MADE_HERE, 0, io.BytesIO()
        sums: dict[str, str] = {}
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as pack:
            for name, data in _contents(training, stored):
                pack.writestr(name, data)
                sums[name] = sha256(data).hexdigest()
                made += 1
                if made % TELL_EVERY == 0 or made == total:
                    jobs.tell_progress(job, made, total)
            pack.writestr("SHA256SUMS.txt", rules.checksums(sums))
        name = f"{rules.file_name(training.title)}.zip"
    shelf.lay(job.uid, target.getvalue(), now=clock.now())
    return {"name": name, "files": made}


def _kept_files(training: Training) -> list[tuple[str, StoredFile]]:
    """Return the files of a training that lie in the store, by their names in the bundle; no two share one."""
    found: list[tuple[str, StoredFile]] = []
    for at, photo in enumerate(queries.signed_pages(training.id), 1):
        title = photo.session.title if photo.session else photo.day.isoformat() if photo.day else "x"
        found.append((f"{_('signed-pages')}/{at:03d}-{rules.file_name(title)}-{photo.page or 0}.jpg", photo.file))
    for at, sent in enumerate(queries.letters(training.id), 1):
        if sent.letter is not None:
            suffix = files.KINDS.get(sent.letter.media_type, "bin")
            found.append((f"{_('letters')}/{at:03d}-{rules.file_name(sent.office.name)}.{suffix}", sent.letter))
    for at, (name, asked, file) in enumerate(queries.sent_files(training.id), 1):
        suffix = files.KINDS.get(file.media_type, "bin")
        called = f"{at:03d}-{rules.file_name(name)}-{rules.file_name(asked, most=30)}"
        found.append((f"{_('registration-files')}/{called}.{suffix}", file))
    for at, paper in enumerate(queries.papers(training.id), 1):
        if paper.file is not None:
            found.append((f"{_('certificates')}/{at:04d}-{rules.file_name(paper.number)}.pdf", paper.file))
    for folder, rows in ((_("photos"), queries.photos(training.id)), (_("materials"), queries.materials(training.id))):
        for at, row in enumerate(rows, 1):
            suffix = files.KINDS.get(row.file.media_type, "bin")
            found.append((f"{folder}/{at:03d}-{rules.file_name(row.caption or row.file.name)}.{suffix}", row.file))
    return found


def _contents(training: Training, stored: list[tuple[str, StoredFile]]) -> Iterator[tuple[str, bytes]]:
    yield f"{_('event-report')}.pdf", pdf.event_report(training)
    yield f"{_('minutes-of-meetings')}.pdf", papers.drawn(minutes(training))
    yield f"{_('attendance-and-jp')}.xlsx", _attendance(training)
    yield f"{_('costs')}.xlsx", _costs(training)
    for name, file in stored:
        yield name, files.read(file)


def _attendance(training: Training) -> bytes:
    columns, rows = attendance.table(training)
    decided = queries.decided(training.id)
    words = {True: _("yes"), False: _("no"), None: _("not decided")}
    whole = ([*row, words[decided.get(person.id)] if person.capacity in LEARNERS else ""] for person, row in rows)
    title = _("Attendance · %(training)s", training=training.title)
    return tables.xlsx([*columns, Column(_("Eligible"), 11)], whole, zone=training.zone, title=title)


def _costs(training: Training) -> bytes:
    columns = [Column(_("Budget line"), 44), Column(_("Source of the money"), 20), Column(_("Planned (rupiah)"), 18),
               Column(_("Spent (rupiah)"), 18)]  # fmt: skip
    lines = queries.costs(training.id)
    spent = queries.spent(training.id, lines)
    rows: list[list[Any]] = [[line.budget_line, line.source, line.planned, line.realised] for line in lines]
    rows.append([_("Total"), "", spent.planned, spent.realised])
    rows.append([_("For each who came"), "", None, spent.per_person])
    rows.append([_("For each JP attended"), "", None, spent.per_jp])
    return tables.xlsx(columns, rows, title=_("Costs · %(training)s", training=training.title))
