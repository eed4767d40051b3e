"""The words of certificates' fixed lists, in the language spoken now."""

from typing import Any

from flask_babel import gettext as _

from lms.certificates.models import Fact, How, Kind
from lms.certificates.rules.standing import Standing
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
    Standing.VOID: "bad", Standing.IN_THE_MAKING: "info",
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
    }


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


def kinds() -> dict[Kind, str]:
    """Return the kinds of papers in words."""
    return {
        Kind.CERTIFICATE: _("Certificate"),
        Kind.STATEMENT: _("Statement of attendance"),
        Kind.TRANSCRIPT: _("Transcript of lesson hours"),
    }


def reasons(names: list[str], inputs: dict[str, Any]) -> list[str]:
    """Return why somebody is not eligible, with the figures of the decision."""
    said = {
        "attendance": _attendance(inputs),
        "post_test": _("The post-test was not passed."),
        "lessons": _("%(done)s of %(all)s lessons completed.", done=inputs.get("lessons_done", 0),
                     all=inputs.get("lessons_required", 0)),
        "arrived": _("Never arrived."),
        "withdrawn": _("Withdrew from the training."),
    }  # fmt: skip
    return [said.get(name, name) for name in names]


def _attendance(inputs: dict[str, Any]) -> str:
    attended, required = inputs.get("attended", 0), inputs.get("required", 0)
    share = filters.percent(attended / required if required else 0)
    return str(_("Attended %(attended)s of %(required)s JP (%(share)s; %(least)s percent are needed).",
                 attended=filters.jp(attended), required=filters.jp(required), share=share,
                 least=inputs.get("least_percent", 80)))  # fmt: skip
