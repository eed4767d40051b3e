"""The words of certificates' fixed lists, in the language spoken now."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from lms.certificates.models import Fact, Field, How, Kind
from lms.certificates.rules.findings import Finding, Problem
from lms.certificates.rules.standing import KeyStanding, Standing
from lms.web import filters

STATUS_KINDS = {
    "has_certificate": "good",
    "ready": "info",
    "unconfirmed": "warn",
    "not_eligible": "bad",
    "undecided": "quiet",
}
STANDING_KINDS = {
    Standing.VALID: "good", Standing.REVOKED: "bad", Standing.REPLACED: "warn", Standing.EXPIRED: "warn",
    Standing.VOID: "bad", Standing.IN_THE_MAKING: "info", Standing.RECORDED: "info",
}  # fmt: skip
KEY_KINDS = {
    KeyStanding.SIGNS: "good", KeyStanding.WAITS: "info", KeyStanding.ENDED: "quiet", KeyStanding.REVOKED: "bad",
}  # fmt: skip


def statuses() -> dict[str, str]:
    """Return what stands between a person and a certificate, in words."""
    return {
        "ready": _("Ready"),
        "unconfirmed": _("Name not confirmed"),
        "not_eligible": _("Not eligible"),
        "undecided": _("Not decided yet"),
        "has_certificate": _("Has a certificate"),
    }


def standings() -> dict[Standing, str]:
    """Return what a certificate is worth, in the words of the verification page."""
    return {
        Standing.VALID: _("VALID"),
        Standing.REVOKED: _("REVOKED"),
        Standing.REPLACED: _("REPLACED"),
        Standing.EXPIRED: _("EXPIRED"),
        Standing.VOID: _("VOID NUMBER"),
        Standing.IN_THE_MAKING: _("IN THE MAKING"),
        Standing.RECORDED: _("RECORDED"),
    }


def key_standings() -> dict[KeyStanding, str]:
    """Return what a key that signs credentials does now, in words."""
    return {
        KeyStanding.SIGNS: _("Signs now"),
        KeyStanding.WAITS: _("Waits for its day"),
        KeyStanding.ENDED: _("Signs no more"),
        KeyStanding.REVOKED: _("Trusted no longer"),
    }


def historic(site: str) -> str:
    """Return how a number is marked that was given before an installation's register."""
    return str(_("Historic, issued before %(site)s", site=site))


def lost(kind: str) -> str:
    """Return what a certificate is worth whose end only the journal remembers."""
    ends = {"revoked": Standing.REVOKED, "replaced": Standing.REPLACED, "voided": Standing.VOID}
    return standings()[ends[kind]]


def fields() -> dict[Field, str]:
    """Return what may be wrong on a certificate, in words."""
    return {Field.NAME: _("The name"), Field.POSITION: _("The position"), Field.OFFICE: _("The office"),
            Field.OTHER: _("Something else")}  # fmt: skip


def hows() -> dict[How, str]:
    """Return how a name came to be confirmed, in words."""
    return {How.SCREEN: _("on screen"), How.LIST: _("on the printed list"), How.DEEMED: _("by silence after a notice")}


def facts() -> dict[Fact, str]:
    """Return what happens to certificates, in words."""
    return {
        Fact.NUMBERED: _("Number taken"),
        Fact.ISSUED: _("Issued"),
        Fact.REVOKED: _("Revoked"),
        Fact.REPLACED: _("Replaced"),
        Fact.VOIDED: _("Number made void"),
    }


def file(size: int, signature: str) -> str:
    """Return how large a paper's file is and what it carries of a signature."""
    if not signature:
        return str(_("%(kb)s KB, without an electronic signature", kb=filters.number(round(size / 1024))))
    return str(_("%(kb)s KB with its electronic signature", kb=filters.number(round(size / 1024))))


def kinds() -> dict[Kind, str]:
    """Return the kinds of papers in words."""
    return {
        Kind.CERTIFICATE: _("Certificate"),
        Kind.STATEMENT: _("Statement of attendance"),
        Kind.TRANSCRIPT: _("Transcript of lesson hours"),
    }


def findings(found: Iterable[Finding]) -> list[str]:
    """Return what is wrong with a file, one sentence each; changes of the facts that a paper prints come first."""
    ranked = sorted(found, key=lambda one: one.problem != Problem.CHANGED or not _field(one.facts["path"]))
    return list(dict.fromkeys(_finding(one) for one in ranked))


def _finding(found: Finding) -> str:
    facts = found.facts
    if found.problem == Problem.CHANGED:
        field = _field(facts["path"])
        if not field:
            return str(_("“%(part)s” is not as it was issued.", part=_said(facts["path"])))
        return str(_("%(field)s was changed: the file says “%(shown)s”, “%(kept)s” was issued.", field=field,
                     shown=_said(facts["shown"]), kept=_said(facts["kept"])))  # fmt: skip
    said = {
        Problem.UNREADABLE: _("There is no certificate in this file."),
        Problem.FILE_CHANGED: _("This file was not issued here, or it was changed after it was issued."),
        Problem.UNKNOWN_CONTEXT: _("It names vocabularies that our certificates do not use."),
        Problem.UNKNOWN_TERM: _("“%(term)s” was added: no certificate of ours has it, and no signature covers it.",
                                term=_said(facts.get("term"))),
        Problem.FOREIGN_ISSUER: _("It was issued by “%(issuer)s”, not here.", issuer=_said(facts.get("issuer"))),
        Problem.FOREIGN_KEY: _("It was signed in our name with a key that is not ours."),
        Problem.KEY_REVOKED: _("Its credential was signed with a key that we trust no longer since %(at)s.",
                               at=filters.moment(facts.get("revoked_at"))),
        Problem.OUT_OF_TERM: _("It was signed at a time when this key did not sign."),
        Problem.BROKEN_PROOF: _("The signature does not fit: something was changed after it was signed."),
        Problem.NOT_REGISTERED: _("Our register does not know it."),
        Problem.NOT_YET_AGAIN: _("Its number was given here. The register was restored from a copy and is being "
                                 "completed; please check again soon."),
        Problem.OLD_LIST: _("The status list is an older one, of %(at)s; revoked or replaced since then: %(n)s.",
                            at=facts.get("at"), n=facts.get("missing")),
    }  # fmt: skip
    return str(said[found.problem])


def _field(path: str) -> str:
    """Return what a part of a credential is called on paper; empty for parts that no paper shows."""
    names = {
        "credentialSubject.identifier[0].identityHash": _("The name"),
        "credentialSubject.licenseNumber": _("The number"),
        "credentialSubject.creditsEarned": _("The lesson hours"),
        "credentialSubject.activityStartDate": _("The first day"),
        "credentialSubject.activityEndDate": _("The last day"),
        "credentialSubject.achievement.name": _("The training"),
        "credentialSubject.role": _("The capacity"),
        "issuer.name": _("The issuer"),
        "name": _("The training"),
    }
    return str(names.get(path, ""))


def _said(value: Any) -> str:
    """Return what a file says, shortened; not what it hides in lists and objects."""
    if value is None:
        return "–"
    return str(value)[:120] if isinstance(value, (str, int, float)) else "…"


def reasons(names: list[str], inputs: dict[str, Any]) -> list[str]:
    """Return why somebody is not eligible, with the figures of the decision."""
    said = {
        "attendance": _attendance(inputs),
        "post_test": _("The post-test was not passed."),
        "lessons": _("%(done)s of %(all)s lessons completed.", done=inputs.get("lessons_done", 0),
                     all=inputs.get("lessons_required", 0)),
        "arrived": _("Never arrived."),
        "evaluation": ngettext("%(num)s evaluation is not filled in.", "%(num)s evaluations are not filled in.",
                               inputs.get("evaluations_open", 0)),
        "withdrawn": _("Withdrew from the training."),
    }  # fmt: skip
    return [said.get(name, name) for name in names]


def exception(name: str, reason: str) -> str:
    """Return who granted an exception, and why."""
    return str(_("Exception granted by %(name)s: %(reason)s", name=name, reason=reason))


def _attendance(inputs: dict[str, Any]) -> str:
    attended, required = inputs.get("attended", 0), inputs.get("required", 0)
    share = filters.percent(attended / required if required else 0)
    return str(_("Attended %(attended)s of %(required)s JP (%(share)s; %(least)s percent are needed).",
                 attended=filters.jp(attended), required=filters.jp(required), share=share,
                 least=inputs.get("least_percent", 80)))  # fmt: skip


def textures() -> dict[str, str]:
    """Return the textures that papers may have, in words."""
    return {"kawung": _("Kawung (batik)"), "anyaman": _("Woven"), "ombak": _("Waves")}
