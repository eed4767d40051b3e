"""What is wrong with how an agency's own sign-in is set here, by the name of the setting to look at."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lms.accounts.actions import agencies
from lms.settings import Agency


def problems_of(agency: Agency, *, returns_to: str) -> list[str]:
    """Ask an agency what it publishes, and whether it knows us; nobody is signed in."""
    start = f"LMS_OIDC_{agency.key.upper()}"
    try:
        facts = agencies.published(agency)
    except agencies.Unusable as problem:
        return [f"{start}_ISSUER: {problem}"]
    found = [f"{start}_{name}: {words}" for name, words in _unfit(agency, facts)]
    refusal = agencies.refusal_of(agency, facts, returns_to=returns_to)
    return [*found, f"{start}_CLIENT_ID or {start}_CLIENT_SECRET: {refusal}"] if refusal else found


def _unfit(agency: Agency, facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Tell what an agency says that it cannot do; what it does not say is believed."""
    if "code" not in _listed(facts, "response_types_supported", ["code"]):
        yield "ISSUER", "it has no sign-in by a code"
    if "S256" not in _listed(facts, "code_challenge_methods_supported", ["S256"]):
        yield "ISSUER", "it takes no code that is bound to its asker (PKCE with S256)"
    signs = _listed(facts, "id_token_signing_alg_values_supported", agencies.SIGNED)
    if not set(signs) & set(agencies.SIGNED):
        yield "ISSUER", f"it signs with {', '.join(signs)}, and we believe only keys that it alone has"
    told = _listed(facts, "claims_supported", [agency.claim])
    if agency.claim not in told:
        yield "CLAIM", f"it tells no {agency.claim}, only {', '.join(told)}"


def _listed(facts: Mapping[str, Any], name: str, believed: Sequence[str]) -> list[str]:
    """Return the words that an agency lists under a name; what is believed where it lists none."""
    listed = facts.get(name)
    return [str(one) for one in listed] if isinstance(listed, list) else list(believed)
