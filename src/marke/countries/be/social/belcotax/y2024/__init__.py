"""The form of the yearly file for income from 2024: ``Belcotax-2024.xsd``."""

from marke.countries.be.social.belcotax.y2024.form import form

__all__ = ["form"]
