"""Formulas in MathML as words that keep their meaning: c², (a + b)/(2), √(x)."""

from xml.etree.ElementTree import Element

UPPER, LOWER = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ"), str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
SPACED = set("+-−±=<>≤≥≠≈·×÷*")


def words(element: Element) -> str:
    """Return a formula in one line; what else was written of it (LaTeX) is left out."""
    name, parts = element.tag.rpartition(":")[2], [words(one) for one in element]
    if name in {"annotation", "annotation-xml"}:
        return ""
    if name in {"msup", "msub", "mover", "munder"} and len(parts) == 2:
        return _raised(parts[0], parts[1], is_up=name in {"msup", "mover"})
    if name == "msubsup" and len(parts) == 3:
        return _raised(_raised(parts[0], parts[1], is_up=False), parts[2], is_up=True)
    if name == "mfrac" and len(parts) == 2:
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if name == "msqrt":
        return f"√({''.join(parts)})"
    if name == "mroot" and len(parts) == 2:
        return _raised("", parts[1], is_up=True) + f"√({parts[0]})"
    if name == "mfenced":
        return element.get("open", "(") + ", ".join(parts) + element.get("close", ")")
    if name == "mtr":
        return " ".join(part for part in parts if part) + "; "
    said = " ".join((element.text or "").split()) + "".join(parts)
    return f" {said} " if name == "mo" and said in SPACED else said


def _raised(base: str, index: str, *, is_up: bool) -> str:
    table, mark = (UPPER, "^") if is_up else (LOWER, "_")
    plain = index.strip()
    moved = plain.translate(table) if plain and all(ord(letter) in table for letter in plain) else ""
    return f"{base}{moved or f'{mark}{_grouped(plain)}'}"


def _grouped(text: str) -> str:
    return text if len(text.strip()) == 1 or text.strip().isalnum() else f"({text.strip()})"
