"""The form of the declaration from the third quarter of 2022: ``DmfAOriginal_20223.xsd``."""

from marke.countries.be.social.dmfa.q2022_3.form import SCHEMA, form

__all__ = ["SCHEMA", "form"]
