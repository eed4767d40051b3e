"""Which terms our credentials have, and where a document differs from the one that was issued.

A term that no context defines is silently left out of what a proof covers: whatever is not in these shapes is refused.
"""

from collections.abc import Iterator
from typing import Any

TEXT, TRUTH, WHOLE = "text", "truth", "whole number"
PROFILE = {"id": TEXT, "type": [TEXT], "name": TEXT, "url": TEXT}
PROOF = {"type": TEXT, "cryptosuite": TEXT, "created": TEXT, "verificationMethod": TEXT, "proofPurpose": TEXT,
         "proofValue": TEXT}  # fmt: skip
CREDENTIAL: dict[str, Any] = {
    "@context": [TEXT], "id": TEXT, "type": [TEXT], "name": TEXT, "issuer": PROFILE, "validFrom": TEXT,
    "validUntil": TEXT, "proof": [PROOF],
    "credentialSubject": {
        "type": [TEXT],
        "identifier": [{"type": TEXT, "hashed": TRUTH, "identityHash": TEXT, "identityType": TEXT, "salt": TEXT}],
        "licenseNumber": TEXT, "role": TEXT, "creditsEarned": WHOLE, "activityStartDate": TEXT, "activityEndDate": TEXT,
        "achievement": {"id": TEXT, "type": [TEXT], "achievementType": TEXT, "name": TEXT, "description": TEXT,
                        "criteria": {"narrative": TEXT}, "inLanguage": TEXT, "creator": PROFILE},
    },
    "credentialStatus": {"id": TEXT, "type": TEXT, "statusPurpose": TEXT, "statusListIndex": TEXT,
                         "statusListCredential": TEXT},
}  # fmt: skip
STATUS_LIST: dict[str, Any] = {
    "@context": [TEXT], "id": TEXT, "type": [TEXT], "issuer": TEXT, "validFrom": TEXT, "proof": [PROOF],
    "credentialSubject": {"id": TEXT, "type": TEXT, "statusPurpose": TEXT, "encodedList": TEXT},
}  # fmt: skip
MOST = 20
LEAVES = {TEXT: str, TRUTH: bool, WHOLE: int}


def unknown(value: Any, shape: Any, path: str = "") -> list[str]:
    """Return the paths that a document has beyond its shape, at most twenty."""
    return [found for found, _n in zip(_beyond(value, shape, path), range(MOST), strict=False)]


def differences(shown: Any, kept: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield where a document differs from the one that was issued: path, what it says, what was issued."""
    if isinstance(shown, dict) and isinstance(kept, dict):
        for name in dict.fromkeys([*kept, *shown]):
            if name != "proof" or path:
                yield from differences(shown.get(name), kept.get(name), f"{path}.{name}".lstrip("."))
    elif isinstance(shown, list) and isinstance(kept, list) and len(shown) == len(kept):
        for index, (one, other) in enumerate(zip(shown, kept, strict=True)):
            yield from differences(one, other, f"{path}[{index}]")
    elif shown != kept or type(shown) is not type(kept):
        yield path, shown, kept


def _beyond(value: Any, shape: Any, path: str) -> Iterator[str]:
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            yield path or "{}"
            return
        for name, inner in value.items():
            below = f"{path}.{name}".lstrip(".")
            if name in shape:
                yield from _beyond(inner, shape[name], below)
            else:
                yield below
    elif isinstance(shape, list):
        if not isinstance(value, list) or len(value) > MOST:
            yield path
            return
        for index, inner in enumerate(value):
            yield from _beyond(inner, shape[0], f"{path}[{index}]")
    elif type(value) is not LEAVES[shape]:
        yield path
