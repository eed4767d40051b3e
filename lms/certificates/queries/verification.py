"""Looking at a file that somebody hands in: is it one of ours, is it whole, and what is the certificate worth."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.certificates.credential import reading, statuses
from lms.certificates.credential.reading import Found
from lms.certificates.models import Certificate, StatusList
from lms.certificates.queries import credentials, journal
from lms.certificates.queries.certificates import find_by_code, find_by_hash
from lms.certificates.rules import findings
from lms.certificates.rules.findings import Finding, Problem
from lms.core.db import db

LARGEST_FILE = 5 * 1024 * 1024


@dataclass(frozen=True)
class Examined:
    """What a file turned out to be: its kind, the certificate of the register, and every problem."""

    kind: str
    certificate: Certificate | None
    findings: tuple[Finding, ...]
    is_issued_file: bool = False
    has_credential: bool = False
    is_status_list: bool = False

    @property
    def is_genuine(self) -> bool:
        """Whether it came from here and was not changed; what it is worth today is another question.

        An issued file is known by its bytes, also when the key that signed its credential was given up.
        """
        problems = [one for one in self.findings if not (self.is_issued_file and one.problem == Problem.KEY_REVOKED)]
        return not problems and (self.certificate is not None or self.is_status_list)

    @property
    def is_to_come(self) -> bool:
        """Whether nothing is wrong with it but that a restored register does not know it yet."""
        return {one.problem for one in self.findings} == {Problem.NOT_YET_AGAIN}


def examine(content: bytes, *, status_list: bytes | None = None) -> Examined:
    """Look at a file: its hash against the register, the credential in it against our own keys and what was issued."""
    digest = sha256(content).hexdigest()
    by_hash = find_by_hash(digest)
    is_lost = by_hash is None and journal.find_lost_paper(digest) is not None
    found = reading.read(content, is_ours=by_hash is not None)
    if found.document is None:
        return _without_credential(found, by_hash, is_lost=is_lost)
    if findings.is_list(found.document):
        return Examined(found.kind, None, tuple(_of_list(found)), is_status_list=True)
    named = _named(found.document)
    kept = credentials.find_credential(named.id) if named else None
    problems = _of_credential(found, json.loads(kept.document) if kept else None)
    if found.kind == "pdf" and by_hash is None and not is_lost:
        problems.append(Finding(Problem.FILE_CHANGED))
    if status_list is not None:
        problems += _of_list(reading.read(status_list))
    return Examined(found.kind, by_hash or named, tuple(problems), by_hash is not None, has_credential=True)


def _without_credential(found: Found, by_hash: Certificate | None, *, is_lost: bool) -> Examined:
    if by_hash is not None:
        return Examined(found.kind, by_hash, (), True)
    if is_lost:
        return Examined(found.kind, None, (Finding(Problem.NOT_YET_AGAIN),))
    problem = Problem.FILE_CHANGED if found.kind == "pdf" else Problem.UNREADABLE
    return Examined(found.kind, None, (Finding(problem),))


def _of_credential(found: Found, kept: dict[str, Any] | None) -> list[Finding]:
    document = found.document or {}
    dids = {credentials.issuer().did} | ({kept["issuer"]["id"]} if kept else set())
    shape = findings.of_shape(document)
    proof = [] if shape else findings.of_proof(found, dids=dids, keys=credentials.published_keys())
    changed = findings.of_changes(document, kept) if kept else [Finding(_unknown(document))]
    beyond = {finding.facts["term"] for finding in shape if finding.problem == Problem.UNKNOWN_TERM}
    return [*shape, *proof, *(one for one in changed if one.facts.get("path") not in beyond)]


def _unknown(document: dict[str, Any]) -> Problem:
    return Problem.NOT_YET_AGAIN if _code_in(document) in journal.lost_papers() else Problem.NOT_REGISTERED


def _of_list(found: Found) -> list[Finding]:
    """Return what is wrong with a status list: not ours, or not the one that is valid now."""
    document = found.document
    if document is None or not findings.is_list(document):
        return [Finding(Problem.UNREADABLE)]
    shape = findings.of_shape(document)
    wrong = shape or findings.of_proof(found, dids={credentials.issuer().did}, keys=credentials.published_keys())
    if wrong:
        return wrong
    kept = _list_named(str(document["id"]))
    try:
        shown = statuses.decode(str(document["credentialSubject"]["encodedList"]))
    except ValueError:
        return [Finding(Problem.UNREADABLE)]
    if kept is None:
        return [Finding(Problem.NOT_REGISTERED)]
    missing = set(credentials.ended_indexes(kept.id)) - shown
    return [Finding(Problem.OLD_LIST, {"at": document["validFrom"], "missing": len(missing)})] if missing else []


def _named(document: dict[str, Any]) -> Certificate | None:
    return find_by_code(_code_in(document))


def _code_in(document: dict[str, Any]) -> str:
    return str(document.get("id", "")).rsplit("/", 1)[-1][:40]


def _list_named(address: str) -> StatusList | None:
    try:
        uid = UUID(address.rsplit("/", 1)[-1])
    except ValueError:
        return None
    return db.session.scalar(select(StatusList).where(StatusList.uid == uid))
