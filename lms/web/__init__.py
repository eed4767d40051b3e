"""Helpers for doors and screens: forms, paging, assets, filters, tables, slots, guard. Knows no feature."""
