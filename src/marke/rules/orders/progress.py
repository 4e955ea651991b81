"""Invoices by progress: how much of each line is done, cumulative, never above 100 % and never down."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from marke.kernel.money import Cents, apply_rate
from marke.kernel.refusal import Amount, Refusal, gettext_noop
from marke.rules.orders.parts import Amounts, Rate, by_rate, down_to_step, per_rate
from marke.rules.vat import NetLine


def shares_done(lines: Sequence[NetLine], done: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """The shares with those of discounts: a discount advances with the lines at its rate, whatever was said of it."""
    shares = list(done)
    for group in by_rate(lines).values():
        whole = sum(max(lines[position].net, 0) for position in group)
        so_far = sum((max(lines[position].net, 0) * done[position] for position in group), Decimal(0))
        for position in group:
            if lines[position].net < 0:
                shares[position] = so_far / whole
    return tuple(shares)


def progress_part(
    lines: Sequence[NetLine],
    *,
    done: Sequence[Decimal],
    before: Sequence[Decimal],
    invoiced: Amounts,
    room: dict[Rate, Cents],
) -> Amounts:
    """What the next invoice by progress asks per line.

    ``done`` and ``before`` are the shares done now and at the last invoice (`shares_done`); ``invoiced`` is what
    earlier invoices by progress asked per line; ``room`` is what is left of the order at each rate after everything
    invoiced.

    Each line stands at round(amount × share); at each rate the sum is cut down to its VAT step, and the cents cut off
    stay on the lines that moved and come next time. At 100 % of a rate nothing is cut off. Raises `Refusal` for a share
    above 100 % or below the last one, for nothing new, and for more than the order leaves beside its deposits.
    """
    _check_shares(done, before)
    part = [0] * len(lines)
    for rate, group in by_rate(lines).items():
        moved = {position: apply_rate(lines[position].net, done[position]) - invoiced[position] for position in group}
        asked = _asked(
            rate,
            whole=sum(lines[position].net for position in group),
            before=sum(invoiced[position] for position in group),
            moved=moved,
            all_done=all(done[position] == 1 for position in group),
        )
        for position, amount in _held_back(moved, asked).items():
            part[position] = amount
    _check_room(per_rate(lines, tuple(part)), room)
    if not any(part):
        raise Refusal(
            "progress.nothing",
            gettext_noop("Since the last invoice nothing was done that can be invoiced yet."),
            field="progress",
        )
    return tuple(part)


def _check_shares(done: Sequence[Decimal], before: Sequence[Decimal]) -> None:
    if any(not 0 <= share <= 1 for share in done):
        raise Refusal(
            "progress.hundred", gettext_noop("Of each line 0 % to 100 % can be done, never more."), field="progress"
        )
    if any(now < then for now, then in zip(done, before, strict=True)):
        raise Refusal(
            "progress.never-down",
            gettext_noop("What was invoiced as done stays done. Take that invoice back if it was wrong."),
            field="progress",
        )


def _asked(rate: Rate, *, whole: Cents, before: Cents, moved: dict[int, Cents], all_done: bool) -> Cents:
    """What is asked at one rate: up to the VAT step below what is done, and the last cent when everything is."""
    stands = before + sum(moved.values())
    return max((whole if all_done else down_to_step(min(stands, whole - 1), rate)) - before, 0)


def _held_back(moved: dict[int, Cents], asked: Cents) -> dict[int, Cents]:
    """Keep the cents that were cut off on the lines that moved, last lines first; all, when nothing is asked."""
    if not asked:
        return dict.fromkeys(moved, 0)
    parts, cut = dict(moved), sum(moved.values()) - asked
    for position in sorted(moved, reverse=True):
        kept = min(cut, max(parts[position], 0))
        parts[position] -= kept
        cut -= kept
    return parts


def _check_room(asked: dict[Rate, Cents], room: dict[Rate, Cents]) -> None:
    over = sum(max(asked[rate] - room[rate], 0) for rate in asked)
    if over:
        raise Refusal(
            "progress.room",
            gettext_noop(
                "With the deposits this would be %(over)s more than the order. Make the final invoice: it deducts them."
            ),
            field="progress",
            params={"over": Amount(over)},
        )
