"""Jobs of certificates."""

from lms.certificates.jobs.entering import enter_list
from lms.certificates.jobs.itself import issue_itself
from lms.certificates.jobs.rendering import Signatures, render

__all__ = ["Signatures", "enter_list", "issue_itself", "render"]
