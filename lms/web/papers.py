"""Papers as PDF: one with few people on it is drawn while somebody waits, a long one in the background.

The door of a paper answers with the file, or leads to the page of its job, which shows how far it has come and then
gives the file. Asked again, unchanged rows lead to the same job: its uid is made of who asks, for what, and what would
stand on the paper. The file lies on the shelf (`core.shelf`) and goes by itself; reach is asked at each step.
A secret paper is made as its asker, lies there sealed and for a shorter time, and is given to the asker alone.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from cryptography.fernet import Fernet, InvalidToken
from flask import Response, current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from markupsafe import Markup
from sqlalchemy import select

from lms.core import clock, jobs, registry, shelf, vault
from lms.core.db import db, transaction
from lms.core.principals import Principal, PrincipalRow, command
from lms.web import fonts, guard, i18n, slots
from lms.web.press import Picture, pdf_of

JOB = "papers.draw"
AT_ONCE = 40
"""So many people are drawn while one waits: less than half a second."""
TELL_EVERY = 0.5
Asked = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Written:
    """A paper's words before they are drawn.

    `passing` are those among them that change by themselves, such as the time; `finish` adds what HTML cannot say.
    """

    html: str
    name: str
    people: int
    per_page: float
    passing: str = ""
    picture: Picture = lambda _address: None
    has_photos: bool = False
    finish: Callable[[bytes], bytes] = lambda pdf: pdf


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A kind of paper: what it is called, and how its subject is loaded (through reach), titled, left and written.

    `as_whom` gives as whom the worker loads it, from the id of the principal who asked.
    """

    label: Any
    load: Callable[[Principal, Asked], Any]
    write: Callable[[Any, Asked], Written]
    title: Callable[[Any], str]
    back: Callable[[Any], str]
    as_whom: Callable[[int], Principal] = lambda _asker: command("papers")
    kept: timedelta = shelf.KEPT
    is_secret: bool = False


def answer(kind: str, **asked: str) -> ResponseReturnValue:
    """Answer with a paper that is soon drawn, or lead to the page that shows how far a long one has come."""
    paper = _paper(kind)
    written = paper.write(paper.load(guard.principal(), asked), asked)
    if written.people <= AT_ONCE:
        return as_pdf(drawn(written), written.name)
    words = written.html.replace(written.passing, "") if written.passing else written.html
    return lead(kind, asked, people=written.people, door=request.full_path.rstrip("?"), words=words)


def lead(kind: str, asked: Asked, *, people: int, door: str, words: str = "") -> ResponseReturnValue:
    """Let the worker draw a paper, and lead to the page that shows how far it has come."""
    who = guard.principal()
    job = order(kind, asked, by=who, people=people, door=door, language=i18n.language(), words=words)
    return redirect(slots.links("job.page", who, uid=job.uid)[0].url, 303)


@transaction()
def order(kind: str, asked: Asked, *, by: Principal, people: int, door: str, language: str, words: str) -> jobs.Job:
    """Let the worker draw a paper; the one with the same words is drawn once while its file lies there."""
    db.session.execute(select(PrincipalRow.id).where(PrincipalRow.id == by.id).with_for_update())
    uid = _uid(by.id, kind, dict(asked), language, sha256(words.encode()).hexdigest())
    job = db.session.scalar(select(jobs.Job).where(jobs.Job.uid == uid))
    if job is None:
        facts = {"paper": kind, "asked": dict(asked), "door": door, "language": language}
        job = jobs.enqueue(JOB, by=by.id, uid=uid, **facts)
    elif job.state == jobs.State.FAILED or (job.state == jobs.State.DONE and not is_there(job)):
        jobs.restart(job)
    job.total = people
    return job


def draw(job: jobs.Job) -> dict[str, Any]:
    """Draw a paper and lay it on the shelf; may run twice, the newest lies there."""
    paper, asked = _paper(job.facts["paper"]), job.facts["asked"]
    with force_locale(job.facts["language"]):
        written = paper.write(paper.load(paper.as_whom(job.by or 0), asked), asked)
        pdf = drawn(written, told=_teller(job, written))
    shelf.lay(job.uid, _box().encrypt(pdf) if paper.is_secret else pdf, now=clock.now(), kept=paper.kept)
    jobs.tell_progress(job, written.people, written.people)
    return {"name": written.name, "size": len(pdf)}


def read(job: jobs.Job) -> bytes | None:
    """Return the file of a job, None where it does not lie on the shelf, or was sealed under another secret."""
    path = shelf.find(job.uid, now=clock.now()) if job.state == jobs.State.DONE else None
    if path is None:
        return None
    try:
        return _box().decrypt(path.read_bytes()) if _paper(job.facts["paper"]).is_secret else path.read_bytes()
    except (FileNotFoundError, InvalidToken):  # it was taken away this moment; LMS_SECRET_KEY is another one by now
        return None


def is_there(job: jobs.Job) -> bool:
    """Tell whether the file of a job lies on the shelf."""
    return job.state == jobs.State.DONE and shelf.find(job.uid, now=clock.now()) is not None


def is_for(principal: Principal, job: jobs.Job) -> bool:
    """Tell whether a job drew a paper that somebody may be given; reach is asked where its subject is loaded."""
    if job.name != JOB:
        return False
    return not _paper(job.facts["paper"]).is_secret or job.by == principal.id


def subject_within(principal: Principal, job: jobs.Job) -> tuple[Paper, Any]:
    """Return the kind of a job's paper and what it is about; Missing when that is out of reach."""
    paper = _paper(job.facts["paper"])
    return paper, paper.load(principal, job.facts["asked"])


def render(template: str, *, typeface: str = "serif", **facts: Any) -> str:
    """Return a paper's HTML from its template alone: the worker answers no request and has no addresses.

    Its `families` are those of a list of `web.fonts`; the faces that its letters need come along, so that it looks the
    same wherever it is drawn.
    """
    families = Markup(fonts.family_list(typeface))  # noqa: S704 our own names; a style reads no entities
    html = current_app.jinja_env.get_template(template).render(families=families, **facts)
    return html.replace("<style>", f"<style>\n{fonts.faces_for(html, typeface)}\n", 1)


def as_pdf(pdf: bytes, name: str) -> Response:
    """Answer with a PDF that a browser shows; no cache between keeps it."""
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _paper(kind: str) -> Paper:
    found: Paper = registry.entries("papers")[kind]
    return found


def drawn(written: Written, told: Callable[[int], None] | None = None) -> bytes:
    """Return a paper as PDF, drawn now; `told` hears how many pages are laid out."""
    made = pdf_of(written.html, picture=written.picture, has_photos=written.has_photos, told=told)
    return written.finish(made)


def _teller(job: jobs.Job, written: Written) -> Callable[[int], None]:
    """Return what writes down now and then how many people the pages so far hold."""
    last = [float("-inf")]

    def told(page: int) -> None:
        if time.monotonic() - last[0] >= TELL_EVERY:
            last[0] = time.monotonic()
            jobs.tell_progress(job, min(int(page * written.per_page), written.people - 1), written.people)

    return told


def _uid(*said: Any) -> UUID:
    return uuid5(NAMESPACE_OID, json.dumps(said, sort_keys=True))


def _box() -> Fernet:
    return vault.box("papers with secrets")
