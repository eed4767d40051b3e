"""The application: settings, extensions, doors, error pages, nothing else."""

from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from flask_compress import Compress
from flask_talisman import Talisman
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from lms import cli, doors, settings, wiring
from lms.core import events, jobs, registry
from lms.core.db import db, prepare_engine
from lms.slots import SLOTS
from lms.web import assets, errors, filters, guard, i18n, incoming, limits, shapes, slots, templates, toolbar
from lms.web.application import Application

ROOT = Path(__file__).parent.parent
CSP = {
    "default-src": "'self'", "img-src": ["'self'", "data:", "blob:"], "object-src": "'none'", "base-uri": "'none'",
    "frame-ancestors": "'none'", "form-action": "'self'", "style-src": "'self'", "script-src": "'self'",
}  # fmt: skip
csrf = CSRFProtect()


def create_app(chosen: settings.Settings | None = None, **overrides: Any) -> Flask:
    """Build the application from its settings (the environment's unless given)."""
    chosen = chosen or settings.load()
    app = Application("lms", template_folder=str(ROOT / "templates"), static_folder=None, root_path=str(ROOT / "lms"))
    app.config.from_mapping(_flask_config(chosen), **overrides)
    _log_as_json()
    _open_database(app)
    _extend(app, chosen)
    events.connect(app, wiring.REACTIONS)
    jobs.connect(app, wiring.JOBS, wiring.wake)
    slots.connect(app, SLOTS)
    for name, entries in wiring.REGISTRIES.items():
        registry.fill(app, name, entries)
    for blueprint in doors.DOORS:
        app.register_blueprint(blueprint)
    csrf.exempt(app.view_functions["sync.receive"])
    cli.register(app)
    return app


def _flask_config(chosen: settings.Settings) -> dict[str, Any]:
    return {
        "SETTINGS": chosen,
        "SECRET_KEY": chosen.secret_key,
        "SQLALCHEMY_DATABASE_URI": chosen.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_size": 20, "max_overflow": 20},
        "FILES_DIR": chosen.files,
        "LANGUAGES": (chosen.language, *(x for x in settings.LANGUAGES if x != chosen.language)),
        "BABEL_DEFAULT_LOCALE": chosen.language,
        "BABEL_DEFAULT_TIMEZONE": chosen.zone,
        "BABEL_TRANSLATION_DIRECTORIES": str(i18n.COMPILED),
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "MAX_CONTENT_LENGTH": chosen.largest_upload_mib * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 8 * 1024 * 1024,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": chosen.secure_cookies,
        "PERMANENT_SESSION_LIFETIME": 90 * 24 * 3600,
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 4,
        "COMPRESS_LEVEL": 5,
        "COMPRESS_STREAMS": False,
        "TEMPLATES_AUTO_RELOAD": False,
    }


def _log_as_json() -> None:
    add = structlog.processors
    structlog.configure(processors=[add.add_log_level, add.format_exc_info, add.TimeStamper("iso"), add.JSONRenderer()])


def _open_database(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)


def _extend(app: Flask, chosen: settings.Settings) -> None:
    incoming.register(app)
    csrf.init_app(app)
    guard.manager.init_app(app)
    i18n.register(app)
    Compress(app)
    Talisman(
        app, content_security_policy=CSP, force_https=False, strict_transport_security=chosen.secure_cookies,
        session_cookie_secure=chosen.secure_cookies, session_cookie_samesite="Lax", frame_options="DENY",
        permissions_policy={"geolocation": "(self)", "camera": "(self)", "microphone": "()"},
    )  # fmt: skip
    limits.register(app)
    filters.register(app)
    shapes.register(app)
    errors.register(app)
    app.jinja_env.bytecode_cache = templates.kept()
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(asset=assets.url, said=i18n.said, slot_links=slots.links, slot_cards=slots.cards)
    app.jinja_env.globals.update(slot_places=slots.places)
    app.jinja_env.globals.update(
        note_choice=toolbar.note_choice, note_day=toolbar.note_day, filters_taken=toolbar.taken
    )
    assets.hold()
    app.wsgi_app = WhiteNoise(app.wsgi_app, root=str(ROOT / "static"), prefix="static/", max_age=31_536_000)  # type: ignore[method-assign]
    if chosen.trusted_proxies:
        n = chosen.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
