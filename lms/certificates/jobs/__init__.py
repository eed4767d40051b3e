"""Jobs of certificates."""

from lms.certificates.jobs.entering import enter_list
from lms.certificates.jobs.itself import issue_itself
from lms.certificates.jobs.names import deem_due
from lms.certificates.jobs.rendering import Signatures, render

__all__ = ["Signatures", "deem_due", "enter_list", "issue_itself", "render"]
