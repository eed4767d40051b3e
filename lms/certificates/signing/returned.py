"""Whether a file that came back from a service is our own paper with a signature behind it, and nothing else.

A service could give back another paper, an older one, or ours with something drawn over it; its signature would be
good all the same.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lms.certificates.pdf.mend import SIGNATURE_FIELD

FREE_IN_ROOT = ("/AcroForm", "/Extensions", "/DSS", "/Perms", "/Metadata")
FREE_IN_FIELD = ("/V", "/AP", "/M", "/Ff", "/F", "/DA", "/DR", "/Lock")  # not /Rect: the field stays invisible


def is_ours(returned: bytes, sent: bytes) -> bool:
    """Tell whether a file begins with the bytes that were sent, and what was added shows nothing on its pages."""
    import pikepdf

    if not returned.startswith(sent):
        return False
    try:
        with pikepdf.open(BytesIO(sent)) as ours, pikepdf.open(BytesIO(returned)) as theirs:
            return _shows_the_same(ours, theirs)
    except pikepdf.PdfError:
        return False


def is_signed(returned: bytes) -> bool:
    """Tell whether a file's last signature covers all of it and fits it; whom to trust is no question here."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import SuspiciousModification
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    try:
        found = PdfFileReader(BytesIO(returned)).embedded_regular_signatures
        return (
            bool(found)
            and found[-1].evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
            and (_fits(found[-1]))
        )
    except (PdfError, SignatureValidationError, SuspiciousModification, ValueError, KeyError, TypeError):
        return False


def _fits(embedded: Any) -> bool:
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    intact, valid = validate_sig_integrity(
        embedded.signer_info, cert=embedded.signer_cert, expected_content_type="data",
        actual_digest=embedded.compute_digest(),
    )  # fmt: skip
    return bool(intact and valid)


def _shows_the_same(ours: Any, theirs: Any) -> bool:
    if len(ours.pages) != len(theirs.pages) or ours.Root.objgen != theirs.Root.objgen:
        return False
    if [page.obj.objgen for page in ours.pages] != [page.obj.objgen for page in theirs.pages]:
        return False
    free = set(_free(ours))
    kept = {found.objgen: found for found in theirs.objects if found.objgen != (0, 0)}
    return all(_written(one) == _written(kept.get(one.objgen)) for one in ours.objects if one.objgen not in free)


def _free(pdf: Any) -> Iterator[tuple[int, int]]:
    """Yield which objects a signature may write anew: the form, the packet and the dates."""
    for one in (pdf.Root.get("/AcroForm"), pdf.Root.get("/Metadata"), pdf.trailer.get("/Info")):
        if one is not None and one.objgen != (0, 0):
            yield one.objgen


def _written(one: Any) -> tuple[bytes, bytes]:
    """Return an object as it is written, its content apart: all of it that no signature may change."""
    import pikepdf

    if isinstance(one, pikepdf.Stream):
        return one.stream_dict.unparse(), one.read_raw_bytes()
    if not isinstance(one, pikepdf.Object):
        return b"", b""
    if isinstance(one, pikepdf.Dictionary) and (free := _free_keys(one)):
        one = pikepdf.Dictionary({key: value for key, value in one.items() if key not in free})
        return one.unparse(), b""
    return one.unparse(resolved=True), b""


def _free_keys(one: Any) -> tuple[str, ...]:
    if str(one.get("/Type")) == "/Catalog":
        return FREE_IN_ROOT
    return FREE_IN_FIELD if str(one.get("/T")) == SIGNATURE_FIELD else ()
