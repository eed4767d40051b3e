"""Formulas of calculated questions: the arithmetic and the functions that Moodle allows, and nothing else."""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from lms.quizzes.formats.reading import Unreadable

LONGEST, GREATEST = 500, 400
BINARY: Mapping[type, Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Mod: math.fmod, ast.Pow: lambda one, other: power(one, other),
}  # fmt: skip
FUNCTIONS: Mapping[str, Callable[..., float]] = {
    **{name: getattr(math, name) for name in (
        "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "ceil", "cos", "cosh", "exp", "expm1", "floor",
        "fmod", "hypot", "log10", "log1p", "sin", "sinh", "sqrt", "tan", "tanh",
    )},
    "abs": abs, "deg2rad": math.radians, "rad2deg": math.degrees, "log": math.log, "max": max, "min": min,
    "pi": lambda: math.pi, "pow": lambda one, other: power(one, other),
    "round": lambda value, digits=0: round(value, int(digits)),
}  # fmt: skip


def evaluate(formula: str, values: Mapping[str, Decimal]) -> float:
    """Return what a formula comes to; its {names} stand for values."""
    text = formula.strip()
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", f"({value})")
    try:
        if len(text) > LONGEST:
            raise ValueError
        found = float(_value(ast.parse(text, mode="eval").body))
    except (ArithmeticError, AttributeError, KeyError, RecursionError, SyntaxError, TypeError, ValueError) as error:
        raise Unreadable(_("the formula “%(text)s” cannot be worked out.", text=formula[:60])) from error
    if not math.isfinite(found):
        raise Unreadable(_("the formula “%(text)s” cannot be worked out.", text=formula[:60]))
    return found


def power(one: float, other: float) -> float:
    """Return a power that is not too large to be counted."""
    if abs(other) > GREATEST:
        raise ValueError
    return math.pow(one, other)


def _value(node: ast.AST) -> float:
    if isinstance(node, ast.Constant) and type(node.value) in {int, float}:
        return float(node.value)  # type: ignore[arg-type]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        value = _value(node.operand)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.BinOp):
        return BINARY[type(node.op)](_value(node.left), _value(node.right))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        return FUNCTIONS[node.func.id.lower()](*map(_value, node.args))
    raise ValueError


def written(value: float, *, length: Any = None, is_significant: bool = False) -> str:
    """Return a number as a reader writes it: with so many decimals or significant digits, else as exactly as it is."""
    if length is None:
        return f"{Decimal(f'{value:.12g}'):f}"
    if is_significant:
        return f"{Decimal(f'{value:.{max(1, length)}g}'):f}"
    return f"{value:.{length}f}"
