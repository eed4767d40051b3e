"""Pelita: a learning-management and training-tracking service for public libraries."""
