"""A small agency with an own sign-in (OpenID Connect) on this machine, honest unless it is told to be otherwise."""

import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

from lms.core import clock


class SmallAgency:
    """Publishes its facts and keys, gives a code to whoever asks, and an identity for the code and its verifier."""

    def __init__(self, issuer: str) -> None:
        self.issuer, self.key = issuer, ECKey.generate_key("P-256", {"kid": "1"})
        self.asked: dict[str, str] = {}
        self.claims: dict[str, Any] = {"email": "siti@dinas.example", "email_verified": True}
        self.facts: dict[str, Any] = {}
        self.signs_with: Any = self.key
        self.header = {"alg": "ES256", "kid": "1"}
        self.garbage = ""
        self.refusal = ""

    def visit(self, address: str) -> str:
        """Sign in at the agency, as a person does; return the code."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return "the-code"

    def answer(self, path: str, form: dict[str, list[str]]) -> Any:
        """Return what stands at a path."""
        if path == "/.well-known/openid-configuration":
            ways = {name: f"{self.issuer}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
            return {"issuer": self.issuer, **ways, **self.facts}
        if path == "/jwks_uri":
            return {"keys": [self.key.as_dict(private=False)]}
        if self.refusal:
            return {"error": self.refusal}
        challenge = urlsafe_b64encode(sha256(form["code_verifier"][0].encode()).digest()).rstrip(b"=").decode()
        if form["code"] != ["the-code"] or challenge != self.asked["code_challenge"]:
            return {"error": "invalid_grant"}
        now = int(clock.now().timestamp())
        said = {"iss": self.issuer, "aud": self.asked["client_id"], "sub": "1", "iat": now, "exp": now + 60}
        said |= {"nonce": self.asked["nonce"], **self.claims}
        identity = jwt.encode(self.header, said, self.signs_with, algorithms=["ES256", "HS256"])
        return {"access_token": "a", "token_type": "Bearer", "id_token": identity}


@contextmanager
def small_agency() -> Iterator[SmallAgency]:
    """Run an agency on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Door)
    agency = SmallAgency(f"http://127.0.0.1:{server.server_address[1]}")
    server.agency = agency  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield agency
    server.shutdown()
    server.server_close()


class _Door(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(parse_qs(text))

    def _answer(self, form: dict[str, list[str]]) -> None:
        agency: SmallAgency = self.server.agency  # type: ignore[attr-defined]
        said = agency.garbage or json.dumps(agency.answer(urlsplit(self.path).path, form))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(said.encode())

    def log_message(self, *_words: Any) -> None:
        return
