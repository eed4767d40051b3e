"""Signing with a PKCS#12 file: PAdES B-B, or B-LT with time stamps where a server for them is set."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import structlog
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key
from flask_babel import gettext as _

from lms.certificates.pdf.mend import SIGNATURE_FIELD
from lms.core import clock
from lms.core.errors import Refused

log = structlog.get_logger(__name__)
DIGEST = "sha256"
STAMP_SECONDS = 20  # that a time-stamp server may take
ROOM_FOR_THE_REST = 2048  # bytes of a CMS message beside its certificates, with an RSA key of up to 8192 bits


class KeyFile:
    """A key with its certificate, opened with a passphrase and kept in memory for one batch."""

    def __init__(self, path: Path, passphrase: str, *, time_stamps: str = "", seconds: int = STAMP_SECONDS) -> None:
        self.path, self.passphrase, self.time_stamps, self.seconds = path, passphrase, time_stamps, seconds
        self._signer: Any = None

    def require_ready(self) -> None:
        """Refuse a missing file, a wrong passphrase, and a certificate that is not valid today."""
        certificate = self.signer.signing_cert
        if not certificate.not_valid_before <= clock.now() <= certificate.not_valid_after:
            first, last = _day(certificate.not_valid_before), _day(certificate.not_valid_after)
            message = _(
                "The certificate in the key file is valid from %(first)s to %(last)s only.", first=first, last=last
            )
            raise Refused(message)

    def sign(self, pdf: bytes) -> bytes:
        """Return a file with an invisible signature; nothing may touch it afterwards."""
        from pyhanko.sign import PdfSigner

        writer, target = _addition(pdf), BytesIO()
        signer = PdfSigner(self._metadata(), signer=self.signer, timestamper=self._stamper())
        with _told(self.time_stamps):
            signer.sign_pdf(writer, existing_fields_only=True, output=target, bytes_reserved=self._room())
        return target.getvalue()

    @property
    def signer(self) -> Any:
        """The key, opened once."""
        if self._signer is None:
            self._signer = self._opened()
        return self._signer

    def _opened(self) -> Any:
        from pyhanko.sign.signers import SimpleSigner

        if not self.path.exists():
            raise Refused(_("The key file of this installation is missing."))
        if not os.access(self.path, os.R_OK):
            raise Refused(_("The key file of this installation may not be read by the worker."))
        found = SimpleSigner.load_pkcs12(  # type: ignore[no-untyped-call]
            str(self.path), passphrase=self.passphrase.encode()
        )
        if found is None:
            message = _("The passphrase does not open the key file.")
            raise Refused(message, fields={"passphrase": message})
        return _read_once(found)

    def _room(self) -> int | None:
        """Return how many digits a signature needs, so that none is made for a trial."""
        if self.time_stamps:
            return None
        certificates = {one.dump() for one in [self.signer.signing_cert, *self.signer.cert_registry]}
        return 2 * (sum(map(len, certificates)) + ROOM_FOR_THE_REST)

    def _metadata(self) -> Any:
        from pyhanko.sign import PdfSignatureMetadata
        from pyhanko.sign.fields import SigSeedSubFilter

        facts: dict[str, Any] = {"field_name": SIGNATURE_FIELD, "md_algorithm": DIGEST,
                                 "subfilter": SigSeedSubFilter.PADES}  # fmt: skip
        if self.time_stamps:
            facts |= {"embed_validation_info": True, "validation_context": self._context()}
        return PdfSignatureMetadata(**facts)

    def _context(self) -> Any:
        """Return whom to trust: the authorities in the key file, and those that browsers know."""
        import certifi
        from pyhanko.keys import load_certs_from_pemder
        from pyhanko_certvalidator import ValidationContext

        chain = list(self.signer.cert_registry)
        roots = [one for one in [self.signer.signing_cert, *chain] if one.self_signed in {"maybe", "yes"}]
        known = list(load_certs_from_pemder([certifi.where()]))  # type: ignore[no-untyped-call]
        return ValidationContext(
            trust_roots=[*roots, *known], other_certs=chain, allow_fetching=True, revocation_mode="soft-fail"
        )

    def _stamper(self) -> Any:
        if not self.time_stamps:
            return None
        from pyhanko.sign.timestamps import HTTPTimeStamper

        return HTTPTimeStamper(self.time_stamps, timeout=self.seconds)


@contextmanager
def _told(time_stamps: str) -> Iterator[None]:
    """Say in words what a time-stamp server, or the chain of a certificate, makes impossible; numbers are kept."""
    if not time_stamps:
        yield
        return
    from pyhanko.sign.general import SigningError
    from pyhanko_certvalidator.errors import PathBuildingError, ValidationError

    try:
        yield
    except OSError as problem:
        message = _("The time-stamp server cannot be reached now, or refuses. The numbers are kept; try again later.")
        raise _refusal(message, problem) from None
    except (ValidationError, PathBuildingError, SigningError) as problem:
        message = _("A certificate of the signature or of its time stamp leads to no authority that is known here.")
        raise _refusal(message, problem) from None
    except ValueError as problem:
        message = _("The time-stamp server answered with something that is no time stamp.")
        raise _refusal(message, problem) from None


def _refusal(message: str, problem: Exception) -> Refused:
    log.warning("a signature failed", kind=type(problem).__name__)
    return Refused(message)


def _read_once(signer: Any) -> Any:
    """Let an RSA key be read and checked once, and not for each signature again: that takes half of the time."""
    key = load_der_private_key(signer.signing_key.dump(), password=None)
    if isinstance(key, RSAPrivateKey) and not signer.prefer_pss:
        signer.sign_raw = lambda data, _digest: key.sign(data, PKCS1v15(), SHA256())
    return signer


def _addition(pdf: bytes) -> Any:
    """Return what is added behind a file: the signature and nothing else.

    pyHanko would write the packet anew, also in the revision that it adds for B-LT with a writer of its own; the marks
    of PDF/A and PDF/UA would not survive that. Nothing else here writes with pyHanko.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    IncrementalPdfFileWriter._update_meta = lambda _writer: None  # type: ignore[method-assign]
    return IncrementalPdfFileWriter(BytesIO(pdf))


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()
