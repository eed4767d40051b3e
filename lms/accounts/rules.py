"""Decisions about people and their accounts, with plain values."""

import hmac
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_possible_number, parse

from lms.accounts.models import Sex
from lms.core import registry
from lms.core.errors import Refused
from lms.core.names import folded
from lms.core.principals import Principal, Role

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 200
MOST_FAILURES = 8
FAILURE_WINDOW = timedelta(minutes=15)
DEVICE_LIFE = timedelta(days=90)
PENDING_LIFE = timedelta(minutes=5)
CODE_SECONDS = 30
CODE_DRIFT = 1  # steps that the clock of a phone may be early or late
RECOVERY_CODES = 10
RECOVERY_BITS = 50
CHALLENGE_LIFE = timedelta(minutes=5)
MOST_PASSKEYS = 10
MOST_SLIPS = 500
PURPOSES = ("contact", "photos", "listing")
CONSENT_VERSION = "1"
COMMON = {
    "12345678",
    "123456789",
    "password",
    "indonesia",
    "perpustakaan",
    "qwertyuiop",
    "sayangku",
    "11111111",
}
# OWASP password storage cheat sheet, argon2id minimum: 19 MiB, 2 iterations, 1 lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@dataclass(frozen=True)
class Nip:
    """A civil servant's number taken apart; `doubts` are words for a human, never a refusal."""

    number: str
    birth: date | None
    sex: Sex | None
    is_contract: bool
    doubts: tuple[str, ...]


class Regions(StrEnum):
    """How an installation divides its country."""

    INDONESIA = "indonesia"
    CSV = "csv"
    SINGLE = "single"


@dataclass(frozen=True, kw_only=True)
class FirstPart:
    """What a feature above asks on the first-run page and makes then: wired in the registry "first_parts".

    `fields` are the names of its form's fields; `begin(facts, *, office_id, by, now)` may refuse.
    """

    name: str
    form: Callable[..., Any]
    fields: tuple[str, ...]
    template: str
    begin: Callable[..., None]


def first_parts() -> Mapping[str, FirstPart]:
    """Return what other features ask on the first-run page, by name."""
    found: Mapping[str, FirstPart] = registry.entries("first_parts")
    return found


def normal_phone(text: str) -> str | None:
    """Return a phone number as +628…, or None where it cannot be one. 0812…, 62812… and +62812… are the same."""
    plain = text.strip()
    if plain.startswith("62"):
        plain = f"+{plain}"
    try:
        number = parse(plain, "ID")
    except NumberParseException:
        return None
    return format_number(number, PhoneNumberFormat.E164) if is_possible_number(number) else None


def normal_email(text: str) -> str | None:
    """Return an e-mail address in lower case, or None where it cannot be one."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None


def read_nip(text: str) -> Nip | None:
    """Take a civil servant's number apart; None where it is not 18 digits.

    Birth YYYYMMDD, appointment YYYYMM, sex 1/2, serial 3. Contract staff have 21 or more where the month stands.
    """
    digits = "".join(text.split()).replace(".", "")
    if len(digits) != 18 or not (digits.isascii() and digits.isdecimal()):
        return None
    birth, month, sex = _day(digits[:8]), int(digits[12:14]), {"1": Sex.MALE, "2": Sex.FEMALE}.get(digits[14])
    doubts = []
    if birth is None:
        doubts.append(_("The first eight digits are no date of birth."))
    if not 1 <= month <= 12 and month < 21:
        doubts.append(_("Digits 13 and 14 are neither a month nor a code of contract staff."))
    if sex is None:
        doubts.append(_("Digit 15 is neither 1 nor 2."))
    return Nip(digits, birth, sex, month >= 21, tuple(doubts))


def _day(digits: str) -> date | None:
    try:
        found = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return found if found.year >= 1900 else None


def require_password(password: str, *, names: tuple[str | None, ...] = ()) -> None:
    """Refuse a password that is too short, too long, common, or one's own name or number."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(_("A password has at least %(n)s characters.", n=SHORTEST_PASSWORD))
    if len(password) > LONGEST_PASSWORD:
        raise Refused(_("A password has at most %(n)s characters.", n=LONGEST_PASSWORD))
    low = password.casefold()
    if low in COMMON or len(set(low)) < 3 or low in {name.casefold() for name in names if name}:
        raise Refused(_("This password is easy to guess. Choose another one, for example three words."))


def require_own_password(password_hash: str | None, *, field: str) -> None:
    """Refuse, beside a field, what asks for the password of somebody who never chose one."""
    if password_hash is None:
        message = _("You have no password here: you came in by your agency. Ask your contact person for a code that "
                    "opens your account, and choose one.")  # fmt: skip
        raise Refused(message, fields={field: message})


def hashed(password: str) -> str:
    """Return the argon2id hash of a password."""
    return _hasher.hash(password)


def fits(password: str, password_hash: str | None) -> bool:
    """Tell whether a password fits a hash; takes as long where there is none."""
    try:
        _hasher.verify(password_hash or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")


def require_calm(failures: int, *, last: datetime | None, now: datetime) -> None:
    """Refuse another try after too many failures at one account, until the window has passed."""
    if failures < MOST_FAILURES or last is None:
        return
    minutes = max(1, round((last + FAILURE_WINDOW - now).total_seconds() / 60))
    raise Refused(_("Too many wrong tries for this account. Try again in %(n)s minutes.", n=minutes))


def fitting_step(secret: str, code: str, *, after: int, now: datetime) -> int | None:
    """Return the time step of six digits, now or one beside it and later than `after`; None where they fit none."""
    import pyotp

    digits = "".join(code.split())
    if len(digits) != 6 or not (digits.isascii() and digits.isdecimal()):
        return None
    made, here = pyotp.TOTP(secret), int(now.timestamp()) // CODE_SECONDS
    steps = range(max(after + 1, here - CODE_DRIFT), here + CODE_DRIFT + 1)
    fitting = [step for step in steps if hmac.compare_digest(made.generate_otp(step), digits)]
    return fitting[0] if fitting else None


@dataclass(frozen=True)
class PasskeyPlace:
    """Where passkeys work: the name that they belong to, and the address of pages that may ask for them."""

    rp_id: str
    origin: str


def passkey_place(public_url: str) -> PasskeyPlace | None:
    """Return where passkeys work for the public address of an installation; None without TLS, or without a name.

    On the computer itself browsers want the name localhost, in place of 127.0.0.1.
    """
    parts = urlsplit(public_url)
    host, is_address, is_here = _host(parts.hostname or "")
    if not is_here and (is_address or parts.scheme != "https"):
        return None
    name = "localhost" if is_here and is_address else host
    port = "" if parts.port in {None, {"https": 443, "http": 80}[parts.scheme]} else f":{parts.port}"
    return PasskeyPlace(name, f"{parts.scheme}://{name}{port}")


def _host(host: str) -> tuple[str, bool, bool]:
    """Return a host, whether it is a bare address, and whether it is this computer."""
    try:
        found = ip_address(host)
    except ValueError:
        return host, False, host == "localhost"
    return host, True, found.is_loopback


def in_fours(secret: str) -> str:
    """Write a secret in groups of four, as it is typed into a phone."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))


def require_few_slips(count: int) -> None:
    """Refuse to draw more slips with codes than at a time can be handed out."""
    if count > MOST_SLIPS:
        raise Refused(_("At most %(n)s slips at a time.", n=MOST_SLIPS))


def require_second_step(principal: Principal, *, roles: Collection[Role]) -> None:
    """Refuse to turn codes off where a role of this person needs them."""
    if principal.is_one_of(*roles):
        raise Refused(_("Your role needs a second step here, so it cannot be turned off."))


def require_local_demo(*, is_demo: bool, is_demo_site: bool, is_loopback: bool) -> None:
    """Refuse a demo person's sign-in anywhere but on the demo's own machine: its password is public."""
    if is_demo and not (is_demo_site and is_loopback):
        raise Refused(_("Demo accounts may sign in only on the computer that runs the demo (127.0.0.1)."))


def role_labels() -> dict[Role, str]:
    """Return what each role is called."""
    return {
        Role.LIBRARY_MANAGER: _("Library manager"),
        Role.FACILITATOR: _("Facilitator"),
        Role.OFFICE_OPERATOR: _("Office operator"),
        Role.COORDINATOR: _("Coordinator"),
        Role.VERIFIER: _("Verifier"),
        Role.PROGRAMME_MANAGER: _("Programme manager"),
        Role.ADMINISTRATOR: _("Administrator"),
        Role.AUDITOR: _("Auditor"),
    }


ACTORS: Final[dict[str, Any]] = {
    "self-study": lazy_gettext("By itself, after self-study"),
    "waiting list": lazy_gettext("By itself, from the waiting list"),
    "names": lazy_gettext("By itself, for those who did not answer"),
    "merge": lazy_gettext("By itself, when two entries were merged"),
    "set-up": lazy_gettext("Setting up of the installation"),
    "papers": lazy_gettext("Drawing of papers"),
    "places": lazy_gettext("Command: regions"),
    "reconcile": lazy_gettext("Command: register and its journal"),
    "rotate-key": lazy_gettext("Command: new key of credentials"),
    "second-step-off": lazy_gettext("Command: second step of a sign-in taken off"),
    "flask questions": lazy_gettext("Command: questions"),
    "flask modules": lazy_gettext("Command: modules"),
    "flask demo": lazy_gettext("Command: demonstration data"),
}
"""What acts for the installation itself is called, by its label."""


def actor_words(label: str) -> str:
    """Return what something that acts by itself is called; its label where nobody gave it words."""
    return str(ACTORS.get(label, label))


def actors_named(word: str) -> list[str]:
    """Return the labels of what acts by itself whose names have a folded word in them."""
    return [label for label, name in ACTORS.items() if word in folded(str(name))]
