"""What differs from one paper of a batch to the next, as text: both ways of drawing write these lines."""

from collections.abc import Mapping
from typing import Any

from lms.certificates.pdf.words import CODE
from lms.certificates.pdf.xmp import About
from lms.certificates.rules.names import Fitted
from lms.web import filters

OWN = frozenset({"name", "nip", "position", "office", "number", "code", "code_grouped", "verify_url"})


def of_paper(data: Mapping[str, Any], words: Mapping[str, Any], fitted: Fitted) -> dict[str, str]:
    """Return the lines of a paper by the names that its design gives them; the name has its own line breaks."""
    nip = filters.nip(data["nip"]) if data["nip"] else ""
    return {
        "name": "\n".join(fitted.lines), "nip": f"NIP {nip}" if nip else "", "position": data["position"] or "",
        "office": data["office"] or "", "number": f"{words['number']}: {data['number']}", "whom": data["name"],
        "url": data["verify_url"], "code": data["code_grouped"],
        "footer": words["footer_line"].replace(CODE, data["code_grouped"]),
    }  # fmt: skip


def about(data: Mapping[str, Any], words: Mapping[str, Any]) -> About:
    """Return what a paper's file says of itself."""
    return About(title=f"{words['title']} {data['number']} – {data['name']}", author=data["institution"],
                 subject=data["training"], language=data["language"], made_at=data["made_at"])  # fmt: skip


def shared(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what all papers on one form have in common."""
    return {name: value for name, value in data.items() if name not in OWN}
