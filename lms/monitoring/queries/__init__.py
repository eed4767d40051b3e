"""Reads of monitoring."""

from lms.monitoring.queries.figures import (
    Figure,
    by_month,
    by_region,
    count_all,
    figures,
    find_target,
    first_and_last_day,
    get_indicator,
    indicators,
    rows,
    targets,
    targets_of,
    whole_scope,
)
from lms.monitoring.queries.measures import MEASURES, Counts, Measure
from lms.monitoring.queries.scope import Scope

__all__ = [
    "MEASURES",
    "Counts",
    "Figure",
    "Measure",
    "Scope",
    "by_month",
    "by_region",
    "count_all",
    "figures",
    "find_target",
    "first_and_last_day",
    "get_indicator",
    "indicators",
    "rows",
    "targets",
    "targets_of",
    "whole_scope",
]
