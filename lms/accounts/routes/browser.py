"""What a door knows of the browser before it."""

from ipaddress import ip_address

from flask import request

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("WhatsApp", "WhatsApp"),
            ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS", "macOS"), ("Linux", "Linux"))  # fmt: skip


def device() -> str:
    """Return what people call this device: "Chrome · Android"."""
    agent = request.user_agent.string
    names = [_first(BROWSERS, agent), _first(SYSTEMS, agent)]
    return " · ".join(name for name in names if name) or agent[:60]


def is_loopback() -> bool:
    """Tell whether the browser runs on this very computer: by the address it asked for and the one it has."""
    host = request.host.rsplit(":", 1)[0] if not request.host.startswith("[") else request.host.split("]")[0][1:]
    return (host == "localhost" or _is_loopback(host)) and _is_loopback(request.remote_addr or "")


def safe_next(wanted: str | None) -> str:
    """Return an address of this site to go on to; the first page where another site is named."""
    plain = (wanted or "").strip()
    if not plain.startswith("/") or plain.startswith(("//", "/\\")) or any(c in plain for c in "\\\r\n\t"):
        return "/"
    return plain


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for mark, name in names if mark in agent), "")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
