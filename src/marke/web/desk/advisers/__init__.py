"""Advisers: portfolios against what one person can carry, and requests for another adviser."""
