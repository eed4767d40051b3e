"""Keys, certificates and services that tests of signatures need: made anew, on this machine only."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

STAMP = "application/timestamp-reply"
PASSPHRASE = "rahasia-sekali"
NIK = "3174010101800001"


def make_key_file(path: Path, *, days: int = 365, begins: datetime | None = None, issuer: Any = None) -> Path:
    """Write a PKCS#12 file with a key, its certificate and the authority that issued it."""
    first = begins or datetime.now(UTC) - timedelta(days=1)
    root_key, root = issuer or make_authority(first=first, days=days)
    key, certificate = _certificate("Dra. Ratna", root_key, root, first, days)
    packed = pkcs12.serialize_key_and_certificates(
        b"one", key, certificate, [root], BestAvailableEncryption(PASSPHRASE.encode())
    )
    path.write_bytes(packed)
    return path


def make_authority(*, first: datetime | None = None, days: int = 365) -> Any:
    """Return the key and the certificate of an authority."""
    return _certificate("Contoh CA", None, None, first or datetime.now(UTC) - timedelta(days=1), days)


def make_stamper(authority: Any) -> Any:
    """Return what makes time stamps, with a certificate of an authority."""
    from asn1crypto import keys
    from asn1crypto import x509 as asn1
    from pyhanko.sign.timestamps import DummyTimeStamper
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    root_key, root = authority
    key, certificate = _certificate(
        "Contoh TSA", root_key, root, datetime.now(UTC) - timedelta(days=1), 365, stamps=True
    )
    form = (Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    chain = SimpleCertificateStore()
    chain.register(asn1.Certificate.load(root.public_bytes(Encoding.DER)))
    return DummyTimeStamper(
        tsa_cert=asn1.Certificate.load(certificate.public_bytes(Encoding.DER)),
        tsa_key=keys.PrivateKeyInfo.load(key.private_bytes(*form)), certs_to_embed=chain,
    )  # fmt: skip


class Failing:
    """A time-stamp server that breaks down after some stamps."""

    def __init__(self, stamper: Any, *, after: int) -> None:
        self.stamper, self.left = stamper, after

    async def async_request_tsa_response(self, asked: Any) -> Any:
        self.left -= 1
        if self.left < 0:
            raise ConnectionAbortedError
        return await self.stamper.async_request_tsa_response(asked)


class StampDoor(BaseHTTPRequestHandler):
    """A time-stamp server (RFC 3161 over HTTP)."""

    def do_POST(self) -> None:
        from asn1crypto import tsp

        asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        try:
            answer = asyncio.run(self.server.office.async_request_tsa_response(asked))  # type: ignore[attr-defined]
        except ConnectionAbortedError:
            return  # the line breaks without a word
        body = answer.dump()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class SlowDoor(BaseHTTPRequestHandler):
    """What stands where a time-stamp server should and never answers."""

    def do_POST(self) -> None:
        self.server.office.wait(20)  # type: ignore[attr-defined]

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class WrongDoor(BaseHTTPRequestHandler):
    """What stands where a time-stamp server should: it answers with what it was given."""

    def do_POST(self) -> None:
        code, kind, body = self.server.office  # type: ignore[attr-defined]
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


def _certificate(name: str, signer: Any, issuer: Any, first: datetime, days: int, *, stamps: bool = False) -> Any:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    is_root = issuer is None
    builder = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject if is_root else issuer.subject)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(first).not_valid_after(first + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.KeyUsage(digital_signature=not is_root, content_commitment=not is_root,
                                     key_cert_sign=is_root, crl_sign=is_root, key_encipherment=False,
                                     data_encipherment=False, key_agreement=False, encipher_only=False,
                                     decipher_only=False), critical=True)
    )  # fmt: skip
    if stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return key, builder.sign(signer or key, hashes.SHA256())


class Office:
    """What BSrE's service does, behind the same addresses: it knows one officer, and signs with a key of its own."""

    def __init__(self, key_file: Path) -> None:
        self.key_file = key_file
        self.status = "ISSUE"
        self.slow = False
        self.failure: tuple[int, str, bytes] | None = None
        self.change: Callable[[bytes], bytes] = lambda pdf: pdf
        self.asked: list[str] = []
        self.let_go = Event()

    def sign(self, pdf: bytes) -> bytes:
        from lms.certificates.signing.local import KeyFile

        return KeyFile(self.key_file, PASSPHRASE).sign(self.change(pdf))


@contextmanager
def serving(office: Any, door: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve a door on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), door)
    server.daemon_threads = True
    server.office = office  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        if isinstance(held := getattr(office, "let_go", office), Event):
            held.set()
        server.shutdown()
        server.server_close()
        thread.join()


class BsreDoor(BaseHTTPRequestHandler):
    """The addresses of the service, with HTTP Basic."""

    def do_GET(self) -> None:
        if not self._may_enter():
            return
        nik = self.path.rsplit("/", 1)[1]
        known = nik == NIK
        self._say(200, {"status_code": 1111 if known else 1110,
                        "status": self.office.status if known else "NOT_REGISTERED"})  # fmt: skip

    def do_POST(self) -> None:
        fields = _fields(self.headers["Content-Type"], self.rfile.read(int(self.headers["Content-Length"])))
        if not self._may_enter():
            return
        if self.office.slow:
            self.office.let_go.wait(20)
            return
        if fields["nik"].decode() != NIK:
            self._say(400, {"status_code": 2021, "error": "User tidak terdaftar"})
        elif self.office.failure is not None:
            self._send(*self.office.failure)
        elif fields["passphrase"].decode() != PASSPHRASE:
            self._say(400, {"status_code": 2031, "error": "Passphrase anda salah"})
        else:
            self._send(200, "application/pdf", self.office.sign(fields["file"]))

    @property
    def office(self) -> Office:
        return self.server.office  # type: ignore[attr-defined,no-any-return]

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def _may_enter(self) -> bool:
        self.office.asked.append(self.path)
        if self.headers["Authorization"] == "Basic cGVsaXRhOnBpbnR1":  # pelita:pintu
            return True
        self._say(401, {"error": "Unauthorized"})
        return False

    def _say(self, code: int, facts: dict[str, Any]) -> None:
        self._send(code, "application/json", json.dumps(facts).encode())

    def _send(self, code: int, kind: str, body: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _fields(kind: str, body: bytes) -> dict[str, bytes]:
    edge = kind.split("boundary=")[1].encode()
    found = {}
    for part in body.split(b"--" + edge)[1:-1]:
        head, value = part.removeprefix(b"\r\n").removesuffix(b"\r\n").split(b"\r\n\r\n", 1)
        found[head.split(b'name="')[1].split(b'"')[0].decode()] = value
    return found
