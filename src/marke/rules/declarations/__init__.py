"""Which declarations make what is declared the same as what is wanted. Pure, country-free."""

from marke.rules.declarations.difference import Declared, Next, Wanted, apply, difference

__all__ = ["Declared", "Next", "Wanted", "apply", "difference"]
