"""Where the palette looks: the pages of the visitor's own menu, and what each domain offers. Each part adds its own."""

from __future__ import annotations

from marke.domain.foundation.search import Source

MEMBER: list[Source] = []
"""Asked inside a member's transaction: row-level security leaves only the own units."""

DESK: list[Source] = []
"""Asked inside the staff's transaction: everything."""
