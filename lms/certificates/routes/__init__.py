"""Doors of certificates: staff, learners, and everybody who verifies one."""
