"""Tables and transactions. Nothing outside this file commits.

A request reads in autocommit, statement by statement; `transaction()` opens a session of its own for writing, and
whatever runs inside sees that session as `db.session`. A read that is upgraded to a write fails at once on SQLite, so
the two never share a connection.
"""

import functools
import itertools
import random
import sqlite3
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec, Self, TypeVar, cast
from uuid import UUID, uuid4
from weakref import WeakKeyDictionary

from flask.globals import app_ctx
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import JSON, DateTime, Dialect, Engine, Enum, MetaData, String, Table, Uuid, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

P = ParamSpec("P")
T = TypeVar("T")

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
TRIES = 5
SERIALISATION_FAILURES = {"40001", "40P01"}  # PostgreSQL, appendix A: serialization_failure, deadlock_detected


class Base(DeclarativeBase):
    """The declarative base of all tables."""

    metadata = MetaData(naming_convention=NAMES)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is refused (SQLite would return it naive)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time and turn an aware one to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time needs a zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class UidText(TypeDecorator[str]):
    """A uid read as its text, for lists of plain rows: making hundreds of UUIDs costs more than reading them.

    SQLite keeps 32 hex digits, PostgreSQL gives UUIDs; where it compares, a column is a UUID as ever.
    """

    impl = String
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Return the uid as an address carries it."""
        if value is None or type(value) is not str:
            return value and str(value)
        return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"


Json = JSON().with_variant(JSONB(), "postgresql")
Code = String(64).with_variant(String(64, collation="C"), "postgresql")

pk = Annotated[int, mapped_column(primary_key=True)]
uid = Annotated[UUID, mapped_column(Uuid, unique=True, default=uuid4)]
moment = Annotated[datetime, mapped_column(UtcDateTime)]
words = Annotated[dict[str, str], mapped_column(Json, default=dict)]


def choice(kind: type[Any]) -> Enum:
    """Return the column type of a StrEnum: its values as text, with a check in the table."""
    return Enum(
        kind, native_enum=False, create_constraint=True, length=24, name=kind.__name__.lower(),
        values_callable=lambda k: [member.value for member in k],
    )  # fmt: skip


def table_of(model: type[Any]) -> Table:
    """Return the table of a model, for statements of plain rows: they cost half of what those of objects do."""
    return cast("Table", model.__table__)


class ReadOnly(RuntimeError):
    """A write was tried outside `transaction()`."""


_scope: ContextVar[int | None] = ContextVar("transaction", default=None)
_numbers = itertools.count(1)
_readers: WeakKeyDictionary[Engine, Engine] = WeakKeyDictionary()


class _Session(FlaskSession):
    def get_bind(self, *args: Any, **kwargs: Any) -> Any:
        engine = super().get_bind(*args, **kwargs)
        if self.info.get("writes") or not isinstance(engine, Engine):
            return engine
        if engine not in _readers:
            _readers[engine] = engine.execution_options(isolation_level="AUTOCOMMIT")
        return _readers[engine]


def _scope_key() -> tuple[int, int | None]:
    return id(app_ctx._get_current_object()), _scope.get()  # type: ignore[attr-defined]


db = SQLAlchemy(
    model_class=Base,
    session_options={"class_": _Session, "scopefunc": _scope_key, "expire_on_commit": False},
)
if TYPE_CHECKING:

    class Model(Base):
        """The base of a table, as the type checker sees it."""

        __abstract__ = True
else:
    Model = db.Model


@event.listens_for(_Session, "before_flush")
def _refuse_stray_writes(session: Session, *_: Any) -> None:
    if not session.info.get("writes"):
        raise ReadOnly("Write inside transaction().")


class transaction:  # noqa: N801 - reads as a word: @transaction()
    """One write: `@transaction()` on an action, or `with transaction():`.

    The outermost one opens the session and commits; inner ones join it. As a decorator it runs the function again
    after a serialisation failure or a deadlock on PostgreSQL, and when SQLite's one writer kept it waiting too long.
    """

    def __init__(self) -> None:
        self._token: Any = None

    def __call__(self, act: Callable[P, T]) -> Callable[P, T]:
        """Run a function in one transaction."""

        @functools.wraps(act)
        def run(*args: P.args, **kwargs: P.kwargs) -> T:
            if _scope.get() is not None:
                return act(*args, **kwargs)
            for attempt in itertools.count(1):
                try:
                    with transaction():
                        return act(*args, **kwargs)
                except OperationalError as error:
                    if attempt == TRIES or not _may_retry(error):
                        raise
                    time.sleep(random.uniform(0, 0.05) * attempt)  # noqa: S311 - spreads rivals, guards nothing
            raise AssertionError("unreachable")

        return run

    def __enter__(self) -> Self:
        if _scope.get() is None:
            self._token = _scope.set(next(_numbers))
            db.session.info["writes"] = True
            db.session.info["after_commit"] = []
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._token is None:
            return
        hooks: list[Callable[[], None]] = []
        try:
            if kind is None:
                db.session.commit()
                hooks = db.session.info["after_commit"]
        finally:
            db.session.remove()
            _scope.reset(self._token)
            self._token = None
        db.session.expire_all()
        for hook in hooks:
            hook()


def after_commit(hook: Callable[[], None]) -> None:
    """Run something once the current transaction has been committed."""
    if _scope.get() is None:
        raise ReadOnly("after_commit() belongs inside transaction().")
    db.session.info["after_commit"].append(hook)


def in_transaction() -> bool:
    """Tell whether a write is under way."""
    return _scope.get() is not None


def prepare_engine(engine: Engine) -> None:
    """Give each connection of an SQLite engine its pragmas, and start each write with BEGIN IMMEDIATE."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        if connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT":
            return
        connection.connection.dbapi_connection.isolation_level = None
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _may_retry(error: OperationalError) -> bool:
    is_busy = getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
    return is_busy or getattr(error.orig, "sqlstate", None) in SERIALISATION_FAILURES


__all__ = [
    "Base",
    "Code",
    "Json",
    "Mapped",
    "Model",
    "UtcDateTime",
    "after_commit",
    "choice",
    "db",
    "table_of",
    "transaction",
]
