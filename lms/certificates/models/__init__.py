"""Tables of certificates."""

from lms.certificates.models.certificates import Certificate, CertificateEvent, Credential, Fact, IssueBatch, State
from lms.certificates.models.corrections import CorrectionRequest, Field, Outcome
from lms.certificates.models.credentials import CredentialKey, KeyEvent, KeyFact, StatusList
from lms.certificates.models.designs import Design, DesignVersion
from lms.certificates.models.historic import RegisterImport
from lms.certificates.models.itself import ModuleCertificate
from lms.certificates.models.lending import Lending
from lms.certificates.models.names import How, NameConfirmation, NameNotice
from lms.certificates.models.series import InStead, Kind, Series, SeriesCounter, Signer

__all__ = [
    "Certificate",
    "CertificateEvent",
    "CorrectionRequest",
    "Credential",
    "CredentialKey",
    "Design",
    "DesignVersion",
    "Fact",
    "Field",
    "How",
    "InStead",
    "IssueBatch",
    "KeyEvent",
    "KeyFact",
    "Kind",
    "Lending",
    "ModuleCertificate",
    "NameConfirmation",
    "NameNotice",
    "Outcome",
    "RegisterImport",
    "Series",
    "SeriesCounter",
    "Signer",
    "State",
    "StatusList",
]
