"""A register of VAT numbers for the demo: it answers from the number alone and asks nobody."""

from __future__ import annotations

from marke.kernel.registers import VatAnswer, VatOutcome


class SimulatedVatRegister:
    """Every number counts, except those that end in two zeros (not valid) and in 99 (its country does not answer)."""

    def ask(self, *, number: str, requester: str) -> VatAnswer:
        """An answer that depends on the last two digits of the number."""
        last = "".join(sign for sign in number if sign.isdecimal())[-2:]
        if last == "99":
            return VatAnswer(VatOutcome.UNANSWERED, problem="MS_UNAVAILABLE")
        if last == "00":
            return VatAnswer(VatOutcome.INVALID, consultation=f"DEMO-{number}")
        return VatAnswer(VatOutcome.VALID, consultation=f"DEMO-{number}")
