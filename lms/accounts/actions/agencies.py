"""Signing in by an agency's own sign-in: OpenID Connect with code, PKCE, state and nonce.

A person is found by the verified e-mail address or the NIP that the agency tells, and never made. The libraries are
imported where they are needed: nobody else pays for them at the start.
"""

import hmac
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from lms.accounts import queries, rules
from lms.accounts.actions.sign_ins import Awaited, admit
from lms.accounts.models import Person
from lms.core.errors import Refused
from lms.core.principals import Principal
from lms.settings import Agency

SECONDS = 10
LEEWAY = 60
SIGNED = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""What an identity may be signed with: keys that only the agency has, never our shared secret."""


@dataclass(frozen=True)
class Begun:
    """A sign-in that was sent to an agency: what its return must match, for the cookie of this browser."""

    agency: str
    state: str
    nonce: str
    verifier: str


def begin(agency: Agency, *, returns_to: str) -> tuple[str, Begun]:
    """Return the agency's address to go to, and what the return must match."""
    begun = Begun(agency.key, *(secrets.token_urlsafe(32) for _part in range(3)))
    with _talking(agency):
        facts = _facts_of(agency)
        client = _client(agency, facts, returns_to)
        address, _state = client.create_authorization_url(
            facts["authorization_endpoint"], state=begun.state, nonce=begun.nonce, code_verifier=begun.verifier
        )
    return str(address), begun


def finish(
    agency: Agency, said: Mapping[str, str], *, begun: Begun | None, returns_to: str, device: str, is_demo_site: bool,
    is_loopback: bool, now: datetime,
) -> Principal | Awaited:  # fmt: skip
    """Open a device for the person whom the agency names; a second step is asked all the same."""
    if begun is None or begun.agency != agency.key or not hmac.compare_digest(_ascii(said.get("state")), begun.state):
        raise Refused(_("This sign-in was not begun here, or took too long. Begin again."))
    if said.get("error") or not said.get("code") or said.get("iss", agency.issuer) != agency.issuer:
        raise Refused(
            _("%(agency)s did not let you in. Try again, or sign in with your password.", agency=agency.label)
        )
    with _talking(agency):
        claims = _claims(agency, said["code"], begun=begun, returns_to=returns_to, now=now)
    person = _person(agency, claims)
    rules.require_local_demo(is_demo=person.is_demo, is_demo_site=is_demo_site, is_loopback=is_loopback)
    return admit(person.id, device=device, now=now)


class Unusable(Exception):
    """What an agency publishes cannot be used; the words are for whoever runs the service."""


def published(agency: Agency) -> dict[str, Any]:
    """Return what an agency publishes of its sign-in; raises Unusable with what is wrong."""
    import requests

    try:
        facts = _facts_of(agency)
        keys = _get(facts["jwks_uri"])
    except requests.RequestException as problem:
        raise Unusable(f"no answer that can be used ({type(problem).__name__})") from problem
    except KeyError as problem:
        raise Unusable(f"what it publishes has no {problem.args[0]}") from problem
    except (TypeError, ValueError) as problem:
        raise Unusable("what it publishes is for another issuer, or not over https") from problem
    if not keys.get("keys"):
        raise Unusable("it publishes no keys to check its signature with")
    return facts


def refusal_of(agency: Agency, facts: Mapping[str, Any], *, returns_to: str) -> str:
    """Return why an agency does not know this installation; empty where it minds only the code, which is none."""
    import requests
    from authlib.common.errors import AuthlibBaseError

    try:
        _client(agency, facts, returns_to).fetch_token(
            facts["token_endpoint"], code="none", code_verifier="none" * 12, timeout=SECONDS
        )
    except AuthlibBaseError as problem:
        return str(problem.error) if problem.error in ("invalid_client", "unauthorized_client") else ""
    except (requests.RequestException, ValueError) as problem:
        return f"no answer that can be used ({type(problem).__name__})"
    return ""


def _claims(agency: Agency, code: str, *, begun: Begun, returns_to: str, now: datetime) -> dict[str, Any]:
    """Return what the agency says of the person: from the signed identity, and from its page about the person."""
    facts = _facts_of(agency)
    client = _client(agency, facts, returns_to)
    token = client.fetch_token(facts["token_endpoint"], code=code, code_verifier=begun.verifier, timeout=SECONDS)
    claims = _verified(agency, str(token["id_token"]), keys=_get(facts["jwks_uri"]), nonce=begun.nonce, now=now)
    if agency.claim in claims or "userinfo_endpoint" not in facts:
        return claims
    more = client.get(facts["userinfo_endpoint"], timeout=SECONDS).json()
    return more if isinstance(more, dict) and more.get("sub") == claims["sub"] else claims


def _verified(agency: Agency, identity: str, *, keys: Any, nonce: str, now: datetime) -> dict[str, Any]:
    """Return the claims of an identity that this agency signed, for us, for this sign-in, and lately."""
    from joserfc import jwt
    from joserfc.jwk import KeySet

    claims = dict(jwt.decode(identity, KeySet.import_key_set(keys), algorithms=SIGNED).claims)
    meant = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    holds = (
        claims["iss"] == agency.issuer and agency.client_id in meant
        and claims.get("azp", agency.client_id) == agency.client_id
        and float(claims["exp"]) > now.timestamp() - LEEWAY and float(claims["iat"]) < now.timestamp() + LEEWAY
        and hmac.compare_digest(_ascii(claims["nonce"]), nonce) and bool(claims["sub"])
    )  # fmt: skip
    if not holds:
        raise ValueError("claims")
    return claims


def _person(agency: Agency, claims: Mapping[str, Any]) -> Person:
    """Return whom the claims name; refuse where that is nobody here."""
    told = str(claims.get(agency.claim) or "")
    found = queries.find_person_by_nip(told) if agency.claim != "email" else None
    if agency.claim == "email" and claims.get("email_verified") is True and _is_believed(agency, told):
        found = queries.find_person_by_email(told)
    if found is None:
        raise Refused(_("%(agency)s knows you, but no account here has your e-mail address or NIP. Ask your contact "
                        "person to enter it, or sign in with your password.", agency=agency.label))  # fmt: skip
    return found


def _is_believed(agency: Agency, email: str) -> bool:
    return not agency.domains or email.lower().rpartition("@")[2] in agency.domains


def _facts_of(agency: Agency) -> dict[str, Any]:
    """Return what an agency publishes of its sign-in; its addresses are over TLS, or on this machine."""
    facts = _get(agency.issuer.rstrip("/") + "/.well-known/openid-configuration")
    used = [facts[f"{name}_endpoint"] for name in ("authorization", "token")] + [facts["jwks_uri"]]
    used += [facts[name] for name in ("userinfo_endpoint",) if name in facts]
    safe = (
        "https://" if agency.issuer.startswith("https://") else ("https://", "http://127.0.0.1:", "http://localhost:")
    )
    if facts["issuer"] != agency.issuer or not all(str(address).startswith(safe) for address in used):
        raise ValueError("facts")
    return facts


def _get(address: str) -> dict[str, Any]:
    import requests

    answer = requests.get(address, timeout=SECONDS, allow_redirects=False)
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict):
        raise TypeError
    return found


def _client(agency: Agency, facts: Mapping[str, Any], returns_to: str) -> Any:
    from authlib.integrations.requests_client import OAuth2Session

    ways = facts.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    way = "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"
    scope = "openid email" if agency.claim == "email" else "openid profile"
    return OAuth2Session(
        agency.client_id, agency.client_secret, scope=scope, redirect_uri=returns_to,
        token_endpoint_auth_method=way, code_challenge_method="S256",
    )  # fmt: skip


@contextmanager
def _talking(agency: Agency) -> Iterator[None]:
    """Tell in words what goes wrong between us and an agency: no answer, a wrong one, or one that it did not sign."""
    import requests
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError

    try:
        yield
    except (requests.RequestException, AuthlibBaseError, JoseError, KeyError, TypeError, ValueError) as problem:
        words = _("%(agency)s gives no answer that can be used. Try again later, or sign in with your password.",
                  agency=agency.label)  # fmt: skip
        raise Refused(words) from problem


def _ascii(value: Any) -> str:
    text = value if isinstance(value, str) else ""
    return text if text.isascii() else ""
