"""Keeping the service running: its health, work in the background, the audit trail, and a doctor. Owns no table."""
