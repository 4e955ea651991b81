"""Read membership: shares, the right of use, the contract of use."""

from __future__ import annotations
