"""Which values a figure may have."""

from dataclasses import asdict, dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Kind:
    """Bounds of one kind of figure; `unit` is EUR-like money, a count of units, or a percentage."""

    unit: str
    least: int
    most: int
    decimals: int


KINDS = {
    "price": Kind("money", 0, 100_000, 2),
    "cost": Kind("money", 0, 100_000, 2),
    "units": Kind("count", 0, 10_000_000, 0),
    "growth": Kind("percent", -50, 50, 2),
    "season": Kind("percent", 0, 1_000, 1),
    "fixed": Kind("money", 0, 100_000_000, 2),
    "opening-cash": Kind("money", -100_000_000, 100_000_000, 2),
    "share": Kind("percent", 0, 100, 1),
    "uncertainty": Kind("percent", 0, 100, 1),
}


class Refused(Exception):
    """A value that is not allowed; the text is for the person who wrote it."""


def read(kind, value):
    """The value as a Decimal, or Refused."""
    bounds = KINDS[kind]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Refused("The value must be a number.")
    number = Decimal(str(value))
    if not number.is_finite() or not bounds.least <= number <= bounds.most:
        raise Refused(f"The value must be between {bounds.least:,} and {bounds.most:,}.")
    if number != round(number, bounds.decimals):
        raise Refused(
            "The value must be a whole number."
            if bounds.decimals == 0
            else f"The value may have at most {bounds.decimals} decimals."
        )
    return number


def kinds():
    """The bounds as plain values, for the UI."""
    return {name: asdict(kind) for name, kind in KINDS.items()}
