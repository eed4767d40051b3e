"""Signing papers: not at all, with a key file of the office, or at BSrE.

A signature is the last thing that happens to a file. What a paper says of its signature is frozen when its number is
taken; a file is issued only when it carries just that. pyHanko is imported when something is signed.
"""

from lms.certificates.signing.secret import Secret, SecretNeeded
from lms.certificates.signing.signatures import (
    STANDING,
    UNATTENDED,
    Signature,
    carries_signature,
    configured,
    is_made_here,
    may_be_unattended,
    mode,
    require_ready,
    subject_of,
)

__all__ = [
    "STANDING",
    "UNATTENDED",
    "Secret",
    "SecretNeeded",
    "Signature",
    "carries_signature",
    "configured",
    "is_made_here",
    "may_be_unattended",
    "mode",
    "require_ready",
    "subject_of",
]
