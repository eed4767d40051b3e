"""A certificate as an Open Badge, from nothing but its frozen data, and the documents that publish keys."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from flask_babel import force_locale
from flask_babel import gettext as _

from lms.certificates.credential import contexts
from lms.certificates.credential.multibase import read_public_key
from lms.web import filters

CONTEXT = [contexts.CREDENTIALS, contexts.OPEN_BADGES]
TERM = {
    name: {"@id": f"https://www.w3.org/2018/credentials#{name}", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
    for name in ("validFrom", "validUntil")
}


@dataclass(frozen=True)
class Issuer:
    """Who issues: this installation, under the name of its owner."""

    url: str
    name: str

    @property
    def did(self) -> str:
        """The did:web of the installation's address; its keys are at /.well-known/did.json."""
        return did_of(self.url)

    def profile(self) -> dict[str, Any]:
        """Return the issuer as it stands in each credential."""
        return {"id": self.did, "type": ["Profile"], "name": self.name, "url": self.url}


@dataclass(frozen=True)
class StatusEntry:
    """Where a status list tells whether a credential was revoked."""

    list_url: str
    index: int


@dataclass(frozen=True)
class PublicKey:
    """A published key with the time in which it signs."""

    public: str
    valid_from: datetime
    valid_until: datetime | None = None
    revoked_at: datetime | None = None


def did_of(url: str) -> str:
    """Return the did:web of an address: https://example.go.id:8443 is did:web:example.go.id%3A8443."""
    return "did:web:" + quote(urlsplit(url).netloc, safe="")


def document(
    data: Mapping[str, Any], *, issuer: Issuer, status: StatusEntry | None = None, valid_until: date | None = None
) -> dict[str, Any]:
    """Return the credential of a certificate without its proof."""
    made: dict[str, Any] = {
        "@context": CONTEXT,
        "id": data["verify_url"],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": data["training"],
        "issuer": issuer.profile(),
        "validFrom": data["made_at"],
    }
    if valid_until is not None:
        made["validUntil"] = f"{valid_until.isoformat()}T23:59:59Z"
    made["credentialSubject"] = _subject(data, issuer)
    if status is not None:
        made["credentialStatus"] = {
            "id": f"{status.list_url}#{status.index}", "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation", "statusListIndex": str(status.index),
            "statusListCredential": status.list_url,
        }  # fmt: skip
    return made


def facts_of(made: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a credential tells of its certificate's frozen data: the way back, as far as it leads."""
    subject = made["credentialSubject"]
    days = {key: subject[term][:10] for key, term in (("starts", "activityStartDate"), ("ends", "activityEndDate"))
            if term in subject}  # fmt: skip
    hours = {"jp": 100 * subject["creditsEarned"]} if "creditsEarned" in subject else {}
    return {"training": subject["achievement"]["name"], "made_at": made["validFrom"], **days, **hours}


def as_bytes(made: dict[str, Any]) -> bytes:
    """Return a document as the bytes that are kept and handed out."""
    return json.dumps(made, ensure_ascii=False, indent=2).encode() + b"\n"


def key_document(issuer: Issuer, keys: Iterable[PublicKey]) -> dict[str, Any]:
    """Return /.well-known/did.json: every key with its dates, those that wait for their day and those of before.

    `expires` would tell verifiers to believe nothing of a key once it has passed. A key that was changed signs nothing
    new and what it signed holds: its term is told in `validFrom` and `validUntil`. `revoked` takes its worth away.
    """
    methods = [_method(issuer.did, key) for key in keys]
    able = [method["id"] for method in methods if "revoked" not in method]
    return {
        "@context": [contexts.DIDS, contexts.MULTIKEY, TERM], "id": issuer.did, "alsoKnownAs": [issuer.url],
        "verificationMethod": methods, "assertionMethod": able,
        "service": [{"id": f"{issuer.did}#profile", "type": "LinkedDomains", "serviceEndpoint": issuer.url}],
    }  # fmt: skip


def method_of(did: str, public: str) -> str:
    """Return the address of a published key."""
    return f"{did}#{public}"


def _method(did: str, key: PublicKey) -> dict[str, Any]:
    read_public_key(key.public)
    made = {"id": method_of(did, key.public), "type": "Multikey", "controller": did,
            "publicKeyMultibase": key.public, "validFrom": stamp(key.valid_from)}  # fmt: skip
    if key.valid_until is not None:
        made["validUntil"] = stamp(key.valid_until)
    if key.revoked_at is not None:
        made["revoked"] = stamp(key.revoked_at)
    return made


def stamp(at: datetime) -> str:
    """Return a moment as credentials write it: seconds, in UTC."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _subject(data: Mapping[str, Any], issuer: Issuer) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": ["AchievementSubject"],
        "identifier": _identifiers(data),
        "licenseNumber": data["number"],
        "role": data["capacity"] or "participant",
    }
    whole, rest = divmod(data["jp"], 100)
    if whole and not rest:
        made["creditsEarned"] = whole
    if data["starts"]:
        made["activityStartDate"] = _moment(data["starts"], time(0, 0), data)
        made["activityEndDate"] = _moment(data["ends"] or data["starts"], time(23, 59, 59), data)
    return made | {"achievement": _achievement(data, issuer)}


def _moment(day: str, at: time, data: Mapping[str, Any]) -> str:
    """Return a moment of a day where the training was: the schema of Open Badges wants a time with its zone."""
    return datetime.combine(date.fromisoformat(day), at, ZoneInfo(data.get("zone") or "UTC")).isoformat()


def _identifiers(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    name = {"type": "IdentityObject", "hashed": False, "identityHash": data["name"], "identityType": "name"}
    if not data.get("email_hash"):
        return [name]
    mail = {"type": "IdentityObject", "hashed": True, "identityHash": data["email_hash"],
            "identityType": "emailAddress", "salt": data["email_salt"]}  # fmt: skip
    return [name, mail]


def _achievement(data: Mapping[str, Any], issuer: Issuer) -> dict[str, Any]:
    with force_locale(data["language"]):
        description, narrative = _description(data), _narrative(data)
    made: dict[str, Any] = {
        "id": f"{issuer.url}/achievements/{data['training_uid']}", "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion", "name": data["training"], "description": description,
        "criteria": {"narrative": narrative}, "inLanguage": data["language"],
    }  # fmt: skip
    if data.get("issuer_uid"):
        made["creator"] = {"id": f"{issuer.url}/issuers/{data['issuer_uid']}", "type": ["Profile"],
                           "name": data["issuer"]}  # fmt: skip
    return made


def _description(data: Mapping[str, Any]) -> str:
    days = ""
    if data["starts"]:
        first = date.fromisoformat(data["starts"])
        days = filters.day_range(first, date.fromisoformat(data["ends"]) if data["ends"] else first)
    hours = _("%(hours)s lesson hours", hours=filters.jp(data["jp"])) if data["jp"] else ""
    return " · ".join(filter(None, [data["training"], data["organiser"], days, data["city"], hours]))


def _narrative(data: Mapping[str, Any]) -> str:
    if data["capacity"] in (None, "participant"):
        return str(_("Took part in the training and met its requirements of attendance and tests."))
    roles = {"trainer": _("Took part as a resource person."), "facilitator": _("Took part as a facilitator."),
             "moderator": _("Took part as a moderator.")}  # fmt: skip
    return str(roles.get(data["capacity"], _("Took part as a member of the committee.")))
