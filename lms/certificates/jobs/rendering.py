"""Making the files of a batch: parts are read here and made at desks, in this process or in several; kept here."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

import structlog
from flask_babel import gettext as _

from lms.certificates import actions, pdf, queries, signing
from lms.certificates.models import IssueBatch, Kind
from lms.core import clock, crew, jobs, sealed
from lms.core.db import db
from lms.core.errors import Refused

log = structlog.get_logger(__name__)
TELL_EVERY = 5
PLAIN = {"name": "Siti Aminah", "nip": "", "position": "", "office": "", "replaces": ""}
PART = 100  # papers that are made together; a form is laid out once for them
SIGNED_PART = 10  # where each takes a while, so that a refusal, a pause or a kill costs few


@dataclass(frozen=True)
class Order:
    """What a paper is made of: all that was frozen, its place in a status list, and until when it holds."""

    certificate_id: int
    data: Mapping[str, Any]
    is_credential: bool
    place: tuple[UUID, int] | None
    valid_until: date | None


Orders = tuple[Order, ...]


@dataclass(frozen=True)
class Made:
    """A paper as it will be kept."""

    certificate_id: int
    file: bytes
    credential: actions.Signed | None


@dataclass(frozen=True)
class Lost:
    """A paper that cannot be made, although others of its batch can, and what it met."""

    certificate_id: int
    problem: str


class Progress:
    """How far the files of a batch have come."""

    def __init__(self, job: jobs.Job, *, done: int, total: int) -> None:
        self.job, self.done, self.total = job, done, total

    def tell(self) -> None:
        """Write it at the job, and that this worker, with the secrets in its memory, is alive."""
        jobs.tell_progress(self.job, self.done, self.total)
        sealed.stay()

    @property
    def is_due(self) -> bool:
        """Whether it is time to tell."""
        return self.done % TELL_EVERY == 0 or self.done == self.total


def render(job: jobs.Job) -> dict[str, Any]:
    """Make the missing files of a batch; may run twice, and a number is never taken here.

    In its last try a paper that cannot be made is given up, so that it does not hold up the others for ever.
    """
    batch = db.session.get_one(IssueBatch, job.facts["batch_id"])
    waiting, is_last = queries.waiting_in(batch.id), job.tries >= jobs.MOST_TRIES
    progress = Progress(job, done=batch.count - len(waiting), total=batch.count)
    progress.tell()
    if queries.is_paused(batch.id):
        return {"issued": progress.done - queries.count_void(batch.id)}
    try:
        _keep_all((_made_or_lost if is_last else _made)(batch, waiting, progress.tell), progress, batch_id=batch.id)
    except signing.SecretNeeded:
        actions.ask_passphrase(batch.id, job_id=job.id)
        raise
    sealed.forget(signing.subject_of(batch.id))
    void = queries.count_void(batch.id)
    if void and is_last:
        actions.tell_lost(batch.id, job_id=job.id)
    return {"issued": progress.done - void}


def _keep_all(papers: "Generator[Made | Lost]", progress: Progress, *, batch_id: int) -> None:
    """Keep papers as they come, until all are there or somebody pauses."""
    with closing(papers):
        for made in papers:
            _keep(made, progress.job)
            progress.done += 1
            if progress.is_due:
                progress.tell()
                if queries.is_paused(batch_id):
                    break


def _keep(made: "Made | Lost", job: jobs.Job) -> None:
    if isinstance(made, Lost):
        reason = _("The file could not be made in %(n)s tries (%(problem)s).", n=job.tries, problem=made.problem)
        actions.give_up(made.certificate_id, reason=reason, by_id=job.by, now=clock.now())
        return
    actions.finish(made.certificate_id, made.file, by_id=job.by, now=clock.now(), signed=made.credential)


class Desk:
    """Makes papers from their orders and nothing else; it may stand in a process of its own."""

    def __init__(self, paper: pdf.Paper, keys: actions.Signing, signatures: "Signatures", signature: str) -> None:
        self.paper, self.keys, self.signatures, self.signature = paper, keys, signatures, signature

    def make(self, orders: Orders) -> Iterator[Made]:
        """Yield a paper for each order, drawn, with its credential inside, and signed."""
        for drawn in self.draw(orders):
            yield self.sign(drawn)

    def draw(self, orders: Orders) -> Iterator[Made]:
        """Yield a paper for each order, not signed yet."""
        credentials: list[actions.Signed | None] = []
        files = pdf.Printer(self.paper).files(self._drawn(orders, credentials))
        for order, file in zip(orders, files, strict=True):
            yield Made(order.certificate_id, file, credentials.pop(0))

    def sign(self, drawn: Made) -> Made:
        """Return a paper with its signature."""
        return replace(drawn, file=self.signatures.sign(drawn.file, self.signature))

    def _drawn(
        self, orders: Orders, credentials: list[actions.Signed | None]
    ) -> Iterator[tuple[dict[str, Any], bytes | None]]:
        """Yield what each paper prints and carries; statements and transcripts are no credentials."""
        for order in orders:
            signed = None
            if order.is_credential:
                signed = actions.credential_of(order.data, self.keys, place=order.place, now=clock.now(),
                                               valid_until=order.valid_until)  # fmt: skip
            credentials.append(signed)
            yield dict(order.data), signed.document.encode() if signed else None


class Signatures:
    """The signatures of a batch, made with the secret that its issuer typed."""

    def __init__(self, batch_id: int) -> None:
        self.batch_id = batch_id
        self.ready: dict[str, signing.Signature] = {}

    def open(self, kind: str) -> None:
        """Open the secret for a kind of signature; refuse where nothing could be signed with it."""
        if kind and kind not in self.ready:
            self.ready[kind] = signing.configured(kind, self._secret(kind))
            self.ready[kind].require_ready()

    def sign(self, made: bytes, kind: str) -> bytes:
        """Return a file as it says that it is: unsigned, or with a signature of that kind."""
        if not kind:
            return made
        signed = self.ready[kind].sign(made)
        if not signing.carries_signature(signed):
            raise Refused(_("The file came back without a signature."))
        return signed

    def _secret(self, kind: str) -> signing.Secret:
        found = sealed.opened(signing.subject_of(self.batch_id))
        if found is None and kind == signing.UNATTENDED:
            found = sealed.opened(signing.STANDING)
        if found is None:
            raise signing.SecretNeeded(_("The passphrase is needed: no worker has it in its memory."))
        return signing.Secret.unpacked(found)


def _made(batch: IssueBatch, waiting: Sequence[int], tell: Callable[[], None]) -> Generator[Made]:
    """Yield the papers of a batch: one crew for as long as keys and signature stay the same, nearly always all."""
    paper, signatures = queries.paper_of(batch.design_version_id), Signatures(batch.id)
    size = SIGNED_PART if signing.mode() == "bsre" else PART
    processes = crew.size() if len(waiting) > size else 1
    for (keys, signature), parts in groupby(_parts(waiting, size), key=lambda part: part[:2]):
        signatures.open(signature)
        desk = Desk(paper, keys, signatures, signature)
        orders = (orders for _keys, _signature, orders in parts)
        yield from crew.work(desk.make, orders, processes=processes, meanwhile=tell)


def _made_or_lost(batch: IssueBatch, waiting: Sequence[int], tell: Callable[[], None]) -> Generator[Made | Lost]:
    """Yield the papers of a batch, those that cannot be drawn apart; what fails for all of them is raised."""
    paper, signatures = queries.paper_of(batch.design_version_id), Signatures(batch.id)
    for keys, signature, orders in _parts(waiting, PART):
        signatures.open(signature)
        desk = Desk(paper, keys, signatures, signature)
        for drawn in _drawn_or_lost(desk, orders, batch_id=batch.id):
            yield desk.sign(drawn) if isinstance(drawn, Made) else drawn
        tell()


def _drawn_or_lost(desk: Desk, orders: Orders, *, batch_id: int) -> Iterator[Made | Lost]:
    """Yield papers as far as they can be drawn together, then each by itself.

    What cannot be drawn is the paper's own fault only where another one can be: one of these, else one that was issued.
    """
    drawn, lost = 0, list[Lost]()
    try:
        for made in desk.draw(orders):
            yield made
            drawn += 1
    except Exception:  # whatever a paper meets: one of them does not stop the others
        log.exception("papers drawn one by one")
        for order in orders[drawn:]:
            one = _one_or_lost(desk, order)
            if isinstance(one, Lost):
                lost.append(one)
                continue
            yield one
            drawn += 1
    if lost and not drawn:
        issued = queries.find_issued_in(batch_id)
        next(desk.draw((_order(issued) if issued else replace(orders[0], data={**orders[0].data, **PLAIN}),)))
    yield from lost


def _one_or_lost(desk: Desk, order: Order) -> Made | Lost:
    try:
        return next(desk.draw((order,)))
    except Exception as problem:  # whatever a paper meets
        return Lost(order.certificate_id, type(problem).__name__)


def _parts(waiting: Sequence[int], size: int) -> Iterator[tuple[actions.Signing, str, Orders]]:
    """Yield parts with the keys of now, signed alike, read when it is their turn; what was made void is left out."""
    keys = None
    for start in range(0, len(waiting), size):
        keys = actions.signing(now=clock.now(), held=keys)
        orders = [_order(row) for row in queries.papers_waiting(waiting[start : start + size])]
        for signature, alike in groupby(orders, key=lambda order: str(order.data.get("signature", ""))):
            yield keys, signature, tuple(alike)


def _order(row: Any) -> Order:
    place = (row.status_list, row.status_index) if row.status_list else None
    return Order(row.id, row.data, row.kind == Kind.CERTIFICATE, place, row.expires_on)
