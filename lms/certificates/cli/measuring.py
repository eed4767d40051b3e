"""`flask certificates bench`: what making certificates costs on this machine."""

import json
import secrets
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from flask.cli import with_appcontext

from lms.certificates.credential import document, multibase, suite
from lms.certificates.credential.document import Issuer, StatusEntry
from lms.certificates.pdf import folders, measure
from lms.certificates.signing.local import KeyFile
from lms.core import clock

ISSUER = Issuer("https://pelita.example.go.id", "Pusat Contoh")


@click.command("bench")
@click.option("--count", default=210, type=click.IntRange(1, 100_000), help="How many papers.")
@click.option("--plain", "one_by_one", is_flag=True, help="Lay each paper out by itself.")
@click.option("--references", default=measure.PLAIN_RENDERS, type=click.IntRange(1), help="How many plain renders.")
@click.option("--design", default="resmi-mendatar", type=click.Choice(folders()), help="On which design.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@with_appcontext
def bench(count: int, one_by_one: bool, references: int, design: str, as_json: bool) -> None:
    """Measure drawing, embedding and saving of certificates; proofs and signatures apart. Nothing is kept."""
    wanted = measure.people(count)
    credentials = measure.each(_credential, wanted[: measure.MOST_PROOFS])
    one = _credential(wanted[0])
    reference = measure.plain(design, measure.people(references), one)
    cost = (measure.plain if one_by_one else measure.bulk)(design, wanted, one)
    signed = _signatures(design, one, references)
    figures = {
        "count": count, "seconds": round(cost.seconds, 3), "cpu_seconds": round(cost.cpu_seconds, 3),
        "peak_mib": measure.peak_mib(), "bytes_each": cost.bytes_each,
        "plain_cpu_seconds_each": round(reference.each, 5), "credential_cpu_seconds_each": round(credentials.each, 5),
        "sign_cpu_seconds_each": round(signed.each, 5),
    }  # fmt: skip
    if as_json:
        click.echo(json.dumps(figures))
        return
    for name, value in figures.items():
        click.echo(f"{name:>28}  {value}")
    click.echo(f"{'bytes_signed_each':>28}  {signed.bytes_each}")
    click.echo(f"{'times as fast as plain':>28}  {reference.each / max(cost.each, 1e-9):.1f}")


def _credential(data: dict[str, Any]) -> bytes:
    made = document.document(data, issuer=ISSUER, status=StatusEntry(f"{ISSUER.url}/credentials/status/1", 1))
    return document.as_bytes(suite.sign(made, _KEY, created=data["made_at"]))


def _signatures(design: str, credential: bytes, count: int) -> measure.Cost:
    """Sign papers with a key that nobody has afterwards."""
    papers = measure.papers(design, measure.people(count, signature="local"), credential)
    with TemporaryDirectory() as folder:
        passphrase = secrets.token_urlsafe()
        signature = KeyFile(_throwaway(Path(folder) / "key.p12", passphrase), passphrase)
        signature.sign(papers[0])  # loads what is loaded once
        return measure.each(signature.sign, papers)


def _throwaway(path: Path, passphrase: str) -> Path:
    key, now = generate_private_key(public_exponent=65537, key_size=2048), clock.now()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bench")])
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    )  # fmt: skip
    packed = pkcs12.serialize_key_and_certificates(
        b"bench", key, certificate, None, BestAvailableEncryption(passphrase.encode())
    )
    path.write_bytes(packed)
    return path


def _key() -> suite.Key:
    private = Ed25519PrivateKey.generate()
    public = multibase.write_public_key(private.public_key().public_bytes_raw())
    return suite.Key(private, document.method_of(ISSUER.did, public))


_KEY = _key()
