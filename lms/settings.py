"""Settings: read once from the environment, typed and frozen; a wrong value stops the start with its name."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import available_timezones

LANGUAGES = ("id", "en")
SIGNING = ("none", "local", "bsre")
ROLES = (
    "library_manager", "facilitator", "office_operator", "coordinator", "verifier", "programme_manager",
    "administrator", "auditor",
)  # fmt: skip
NEEDED_FOR_SIGNING = {
    "none": (),
    "local": ("LMS_SIGNING_FILE",),
    "bsre": ("LMS_BSRE_URL", "LMS_BSRE_USER", "LMS_BSRE_PASSWORD"),
}


class WrongSetting(ValueError):
    """A setting that cannot be used: which one, and what is allowed."""

    def __init__(self, name: str, value: str, allowed: str) -> None:
        super().__init__(f"{name}={value!r} cannot be used: {allowed}")


@dataclass(frozen=True, kw_only=True)
class Agency:
    """An agency whose own sign-in (OpenID Connect) people may come by; `claim` names the person."""

    key: str
    issuer: str
    client_id: str
    client_secret: str
    label: str
    claim: str
    domains: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that an installation decides outside the database; docs/settings.md describes each."""

    data: Path
    database_url: str
    redis_url: str
    secret_key: str
    public_url: str
    secure_cookies: bool
    language: str
    zone: str
    demo: bool
    trusted_proxies: int
    largest_upload_mib: int
    journal: Path
    signing: str
    signing_file: Path
    signing_time_stamps: str
    bsre_url: str
    bsre_user: str
    bsre_password: str
    bsre_seconds: int
    mail_url: str
    mail_from: str
    worker_processes: int
    second_step_roles: frozenset[str]
    agencies: tuple[Agency, ...]

    @property
    def files(self) -> Path:
        """Where stored files lie."""
        return self.data / "files"


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from LMS_* variables; raise WrongSetting for the first that cannot be used."""
    env = os.environ if environment is None else environment
    data = Path(env.get("LMS_DATA") or "instance").resolve()
    data.mkdir(parents=True, exist_ok=True)
    public_url = env.get("LMS_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
    if not public_url.startswith(("http://", "https://")):
        raise WrongSetting("LMS_PUBLIC_URL", public_url, "an address that begins with http:// or https://")
    return Settings(
        data=data,
        database_url=_database(env, data),
        redis_url=_redis(env),
        secret_key=env.get("LMS_SECRET_KEY") or _kept_secret(data),
        public_url=public_url,
        secure_cookies=_yes_no(env, "LMS_SECURE_COOKIES", public_url.startswith("https://")),
        language=_one_of(env, "LMS_LANGUAGE", "id", LANGUAGES),
        zone=_zone(env),
        demo=_yes_no(env, "LMS_DEMO", False),
        trusted_proxies=_number(env, "LMS_TRUSTED_PROXIES", 0, 0, 5),
        largest_upload_mib=_number(env, "LMS_LARGEST_UPLOAD_MIB", 50, 1, 2048),
        journal=Path(env.get("LMS_JOURNAL") or data / "register-journal.jsonl").resolve(),
        signing=_signing(env),
        signing_file=Path(env.get("LMS_SIGNING_FILE", "")),
        signing_time_stamps=_address(env, "LMS_SIGNING_TIME_STAMPS"),
        bsre_url=_address(env, "LMS_BSRE_URL"),
        bsre_user=env.get("LMS_BSRE_USER", ""),
        bsre_password=env.get("LMS_BSRE_PASSWORD", ""),
        bsre_seconds=_number(env, "LMS_BSRE_SECONDS", 30, 1, 300),
        mail_url=_mail(env),
        mail_from=env.get("LMS_MAIL_FROM", ""),
        worker_processes=_number(env, "LMS_WORKER_PROCESSES", 0, 0, 64),
        second_step_roles=_roles(env, "LMS_SECOND_STEP_ROLES"),
        agencies=tuple(_agency(env, key) for key in _names(env, "LMS_OIDC_AGENCIES")),
    )


def _database(env: Mapping[str, str], data: Path) -> str:
    url = env.get("LMS_DATABASE_URL") or f"sqlite:///{data / 'pelita.sqlite'}"
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise WrongSetting("LMS_DATABASE_URL", url.split("@")[-1], "sqlite:///FILE or postgresql+psycopg://…")
    return url


def _redis(env: Mapping[str, str]) -> str:
    url = env.get("LMS_REDIS_URL", "")
    if url and not url.startswith(("redis://", "rediss://", "unix://")):
        raise WrongSetting("LMS_REDIS_URL", url.split("@")[-1], "empty, redis://…, rediss://… or unix://…")
    return url


def _signing(env: Mapping[str, str]) -> str:
    """Return how papers are signed; each way needs settings of its own."""
    kind = _one_of(env, "LMS_SIGNING", "none", SIGNING)
    for name in NEEDED_FOR_SIGNING[kind]:
        if not env.get(name):
            raise WrongSetting(name, "", f"needed where LMS_SIGNING is {kind}")
    if kind == "local" and not Path(env["LMS_SIGNING_FILE"]).is_file():
        raise WrongSetting("LMS_SIGNING_FILE", env["LMS_SIGNING_FILE"], "a PKCS#12 file that can be read")
    return kind


def _mail(env: Mapping[str, str]) -> str:
    """Return the mail server's address, empty where no mail is sent; a server needs the address it sends from."""
    url, sender = env.get("LMS_MAIL_URL", ""), env.get("LMS_MAIL_FROM", "")
    if url and not url.startswith(("smtp://", "smtps://")):
        raise WrongSetting("LMS_MAIL_URL", url.split("@")[-1], "empty, smtp://user:password@host:587 or smtps://…")
    if url and not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", sender):
        raise WrongSetting("LMS_MAIL_FROM", sender, "a mail address, needed where LMS_MAIL_URL is set")
    return url


def _roles(env: Mapping[str, str], name: str) -> frozenset[str]:
    """Return the roles that a setting names."""
    named = frozenset(part.strip() for part in env.get(name, "").split(",") if part.strip())
    for role in sorted(named):
        if role not in ROLES:
            raise WrongSetting(name, role, "empty, or some of " + ", ".join(ROLES))
    return named


def _names(env: Mapping[str, str], name: str) -> list[str]:
    """Return the short names of a setting, each once."""
    named = [part.strip() for part in env.get(name, "").split(",") if part.strip()]
    for key in named:
        if not re.fullmatch(r"[a-z][a-z0-9]{0,19}", key) or named.count(key) > 1:
            raise WrongSetting(name, key, "short names of small letters and digits, each once")
    return named


def _agency(env: Mapping[str, str], key: str) -> Agency:
    """Return what is set for one agency, under its short name in capitals."""
    start = f"LMS_OIDC_{key.upper()}"
    for needed in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "LABEL"):
        if not env.get(f"{start}_{needed}"):
            raise WrongSetting(f"{start}_{needed}", "", f"needed where LMS_OIDC_AGENCIES names {key}")
    _address(env, f"{start}_ISSUER")
    return Agency(
        key=key, issuer=env[f"{start}_ISSUER"], client_id=env[f"{start}_CLIENT_ID"],
        client_secret=env[f"{start}_CLIENT_SECRET"], label=env[f"{start}_LABEL"],
        claim=env.get(f"{start}_CLAIM") or "email",
        domains=tuple(part.strip().lower() for part in env.get(f"{start}_DOMAINS", "").split(",") if part.strip()),
    )  # fmt: skip


def _address(env: Mapping[str, str], name: str) -> str:
    """Return an address for secrets: over TLS, or on this machine."""
    url = env.get(name, "").rstrip("/")
    if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise WrongSetting(name, url, "empty, https://…, or http://127.0.0.1… on this machine")
    return url


def _zone(env: Mapping[str, str]) -> str:
    zone = env.get("LMS_ZONE", "Asia/Jakarta")
    if zone not in available_timezones():
        raise WrongSetting("LMS_ZONE", zone, "a name of the tz database, such as Asia/Jakarta")
    return zone


def _one_of(env: Mapping[str, str], name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = env.get(name, default)
    if value not in allowed:
        raise WrongSetting(name, value, "one of " + ", ".join(allowed))
    return value


def _yes_no(env: Mapping[str, str], name: str, default: bool) -> bool:
    value = env.get(name)
    if value is None or value == "":
        return default
    if value not in {"0", "1"}:
        raise WrongSetting(name, value, "0 or 1")
    return value == "1"


def _number(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    value = env.get(name, str(default))
    if not value.isdecimal() or not least <= int(value) <= most:
        raise WrongSetting(name, value, f"a whole number from {least} to {most}")
    return int(value)


def _kept_secret(data: Path) -> str:
    path = data / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text()
