"""The rule book of Belgian payroll: every rule registers here under the payslip line it produces."""

from __future__ import annotations

from marke.rules.payroll.rule import RuleBook

BOOK = RuleBook("be")
rule = BOOK.rule
