"""Making the files of a batch: parts are read here and made at desks, in this process or in several; kept here."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from lms.certificates import actions, pdf, queries, signing
from lms.certificates.models import IssueBatch, Kind
from lms.core import clock, crew, jobs, sealed
from lms.core.db import db
from lms.core.errors import Refused

TELL_EVERY = 5
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


def render(job: jobs.Job) -> dict[str, Any]:
    """Make the missing files of a batch; may run twice, and a number is never taken here."""
    batch = db.session.get_one(IssueBatch, job.facts["batch_id"])
    waiting = queries.waiting_in(batch.id)
    done, total = batch.count - len(waiting), batch.count

    def tell() -> None:
        jobs.tell_progress(job, done, total)
        sealed.stay()

    tell()
    with closing(_made(batch, waiting, tell)) as papers:
        for made in papers:
            actions.finish(made.certificate_id, made.file, by_id=job.by, now=clock.now(), signed=made.credential)
            done += 1
            if done % TELL_EVERY == 0 or done == total:
                tell()
                if queries.is_paused(batch.id):
                    break
    sealed.forget(signing.subject_of(batch.id))
    return {"issued": done}


class Desk:
    """Makes papers from their orders and nothing else; it may stand in a process of its own."""

    def __init__(self, paper: pdf.Paper, keys: actions.Signing, signatures: "Signatures", signature: str) -> None:
        self.paper, self.keys, self.signatures, self.signature = paper, keys, signatures, signature

    def make(self, orders: Orders) -> Iterator[Made]:
        """Yield a paper for each order, drawn, with its credential inside, and signed."""
        credentials: list[actions.Signed | None] = []
        files = pdf.Printer(self.paper).files(self._drawn(orders, credentials))
        for order, file in zip(orders, files, strict=True):
            yield Made(order.certificate_id, self.signatures.sign(file, self.signature), credentials.pop(0))

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
            self.ready[kind] = signing.configured(kind, self._secret())
            self.ready[kind].require_ready()

    def sign(self, made: bytes, kind: str) -> bytes:
        """Return a file as it says that it is: unsigned, or with a signature of that kind."""
        if not kind:
            return made
        signed = self.ready[kind].sign(made)
        if not signing.carries_signature(signed):
            raise Refused(_("The file came back without a signature."))
        return signed

    def _secret(self) -> signing.Secret:
        found = sealed.opened(signing.subject_of(self.batch_id))
        if found is None:
            raise Refused(_("The passphrase is needed again: the worker that held it in its memory was restarted."))
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
