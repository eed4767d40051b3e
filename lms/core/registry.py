"""What `wiring.py` fills and features read by name, so that nobody imports upward: lesson kinds, module parts."""

from typing import Any

from flask import current_app


def fill(app: Any, name: str, entries: Any) -> None:
    """Give an application the entries of a registry."""
    app.extensions[f"registry.{name}"] = entries


def entries(name: str) -> Any:
    """Return the entries of a registry of the running application; an empty mapping where nobody filled it."""
    return current_app.extensions.get(f"registry.{name}", {})
