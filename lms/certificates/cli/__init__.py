"""The commands of certificates."""

from lms.certificates.cli.measuring import bench
from lms.certificates.cli.register import group

group.add_command(bench)

__all__ = ["group"]
