"""What is wrong with a file that claims to be a certificate, each with the facts that its words need."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from lms.certificates.credential import contexts, jwt, suite, terms
from lms.certificates.credential.document import CONTEXT, PublicKey, method_of
from lms.certificates.credential.multibase import read_public_key
from lms.certificates.credential.reading import Found
from lms.certificates.credential.statuses import LIST_TYPE

GRACE = timedelta(minutes=5)  # a batch was under way when the key was changed, or clocks differ


class Problem(StrEnum):
    """Why a file is not believed."""

    UNREADABLE = "unreadable"
    FILE_CHANGED = "file_changed"
    UNKNOWN_CONTEXT = "unknown_context"
    UNKNOWN_TERM = "unknown_term"
    FOREIGN_ISSUER = "foreign_issuer"
    FOREIGN_KEY = "foreign_key"
    KEY_REVOKED = "key_revoked"
    OUT_OF_TERM = "out_of_term"
    BROKEN_PROOF = "broken_proof"
    NOT_REGISTERED = "not_registered"
    NOT_YET_AGAIN = "not_yet_again"  # the register was restored from a backup of before
    CHANGED = "changed"
    OLD_LIST = "old_list"


@dataclass(frozen=True)
class Finding:
    """One problem with its facts."""

    problem: Problem
    facts: dict[str, Any] = field(default_factory=dict)


def is_list(document: dict[str, Any]) -> bool:
    """Tell whether a document is a status list."""
    kinds = document.get("type")
    return isinstance(kinds, list) and LIST_TYPE in kinds


def of_shape(document: dict[str, Any]) -> list[Finding]:
    """Return what a document has that our credentials never have; it may be canonicalised only without any."""
    wanted, shape = ([contexts.CREDENTIALS], terms.STATUS_LIST) if is_list(document) else (CONTEXT, terms.CREDENTIAL)
    found = [] if document.get("@context") == wanted else [Finding(Problem.UNKNOWN_CONTEXT)]
    return found + [Finding(Problem.UNKNOWN_TERM, {"term": path}) for path in terms.unknown(document, shape)]


def of_proof(found: Found, *, dids: Collection[str], keys: list[PublicKey]) -> list[Finding]:
    """Return what is wrong with who signed: only keys that we publish count, whatever the document names."""
    document = found.document or {}
    named = document.get("issuer")
    claimed = named.get("id") if isinstance(named, dict) else named
    if not isinstance(claimed, str) or claimed not in dids:
        return [Finding(Problem.FOREIGN_ISSUER, {"issuer": str(claimed)[:120]})]
    proofs = document.get("proof") or []
    method, signed_at = (found.method, found.signed_at) if found.jwt else _named(proofs)
    key = next((key for key in keys if method == method_of(claimed, key.public)), None)
    if key is None:
        return [Finding(Problem.FOREIGN_KEY, {"method": method[:160]})]
    if key.revoked_at is not None:
        return [Finding(Problem.KEY_REVOKED, {"revoked_at": key.revoked_at})]
    if not _holds(found, document, proofs, read_public_key(key.public)):
        return [Finding(Problem.BROKEN_PROOF)]
    if found.jwt and signed_at is None:  # a token of before they were dated
        return []
    return [] if _in_term(key, signed_at) else [Finding(Problem.OUT_OF_TERM)]


def of_changes(document: dict[str, Any], kept: dict[str, Any]) -> list[Finding]:
    """Return where a document differs from the one that was issued."""
    return [
        Finding(Problem.CHANGED, {"path": path, "shown": shown, "kept": issued})
        for path, shown, issued in terms.differences(document, kept)
    ]


def _named(proofs: list[dict[str, Any]]) -> tuple[str, datetime | None]:
    proof = proofs[0] if len(proofs) == 1 else {}
    return str(proof.get("verificationMethod")), _moment(str(proof.get("created")))


def _holds(found: Found, document: dict[str, Any], proofs: list[dict[str, Any]], public: bytes) -> bool:
    if found.jwt:
        return jwt.holds(found.jwt, public)
    proof = proofs[0]
    if (proof.get("type"), proof.get("cryptosuite"), proof.get("proofPurpose")) != (
        "DataIntegrityProof", suite.SUITE, "assertionMethod",
    ):  # fmt: skip
        return False
    bare = {name: value for name, value in document.items() if name != "proof"}
    return suite.holds(bare, proof, public)


def _in_term(key: PublicKey, at: datetime | None) -> bool:
    """Tell whether a key signed at a moment; proofs are dated in whole seconds."""
    return (
        at is not None
        and at >= key.valid_from.replace(microsecond=0)
        and (key.valid_until is None or at <= key.valid_until + GRACE)
    )


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
