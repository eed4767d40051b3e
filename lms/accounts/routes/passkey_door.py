"""What the doors of passkeys share: where they work, and which challenge this browser was asked."""

from uuid import UUID

from flask import Response, current_app, request, session

from lms.accounts import rules
from lms.accounts.actions.passkeys import Asked
from lms.core.errors import Refused

ASKED = "passkey_challenge"


def place() -> rules.PasskeyPlace | None:
    """Return where passkeys of this installation work, or None."""
    return rules.passkey_place(current_app.config["SETTINGS"].public_url)


def is_here() -> bool:
    """Tell whether the browser is at that very address."""
    found = place()
    return found is not None and request.host_url.rstrip("/") == found.origin


def ask(asked: Asked) -> Response:
    """Tell the browser what to ask the device, and remember which challenge it was."""
    uid, options = asked
    session[ASKED] = uid.hex
    return Response(options, mimetype="application/json", headers={"Cache-Control": "no-store"})


def refuse(refusal: Refused) -> tuple[dict[str, str], int]:
    """Tell the page's script why not, in the reader's words."""
    return {"message": str(next(iter(refusal.fields.values()), refusal.message))}, 422


def asked() -> UUID | None:
    """Return which challenge this browser was asked, and forget it."""
    kept = session.pop(ASKED, None)
    return UUID(kept) if isinstance(kept, str) else None
