"""Writes of the demonstration."""

from lms.demo.actions.load import load

__all__ = ["load"]
