"""What certificates tell."""

from dataclasses import dataclass

from lms.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CertificatesNumbered(Event):
    """People have their numbers; their papers are being made."""

    training_id: int
    certificate_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class CertificateIssued(Event):
    """A certificate's file is there."""

    certificate_id: int


@dataclass(frozen=True, kw_only=True)
class CertificateRevoked(Event):
    """A certificate holds no longer."""

    certificate_id: int


@dataclass(frozen=True, kw_only=True)
class CertificateReplaced(Event):
    """A certificate has a successor with a new number."""

    certificate_id: int
    successor_id: int


@dataclass(frozen=True, kw_only=True)
class NamesToConfirm(Event):
    """The people of a training were asked to look at the spelling of their names."""

    training_id: int


@dataclass(frozen=True, kw_only=True)
class PassphraseNeeded(Event):
    """Papers of a batch wait for a signature, and no worker has the passphrase in its memory."""

    batch_id: int
    job_id: int
    is_unattended: bool


@dataclass(frozen=True, kw_only=True)
class PapersLost(Event):
    """The making of a batch has ended, and numbers of it are void since their files could not be made."""

    batch_id: int
    job_id: int


@dataclass(frozen=True, kw_only=True)
class CorrectionAnswered(Event):
    """A request for a correction has its answer."""

    request_id: int
