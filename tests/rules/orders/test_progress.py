"""Progress: percentages per line become invoices that add up to the order, whatever the steps."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.rules.orders.given import REDUCED, STANDARD, as_lines, base_and_vat, discounted

from marke.kernel.refusal import Refusal
from marke.rules.orders import add_up, progress_part, rest_of, shares_done, total_of
from marke.rules.orders.parts import per_rate
from marke.rules.vat import NetLine

NOTHING = (Decimal(0), Decimal(0))
ORDER = [NetLine(123_456, STANDARD), NetLine(50_000, REDUCED)]


def part(
    lines: list[NetLine], done: list[Decimal], before: list[Decimal], parts: list[tuple[int, ...]], deposit: int = 0
) -> tuple[int, ...]:
    """The next invoice after earlier ones by progress, beside a deposit at the first rate."""
    room = per_rate(lines, rest_of(lines, parts))
    room[next(iter(room))] -= deposit
    done = shares_done(lines, done)
    before = shares_done(lines, before)
    return progress_part(lines, done=done, before=before, invoiced=add_up(lines, parts), room=room)


def part_or_nothing(
    lines: list[NetLine], done: list[Decimal], before: list[Decimal], parts: list[tuple[int, ...]]
) -> tuple[int, ...]:
    """The next invoice, empty when too little was done for one."""
    with suppress(Refusal):
        return part(lines, done, before, parts)
    return ()


def test_a_discount_advances_with_the_work() -> None:
    """1,000.00 less 100.00: at half of the work, half of the discount is deducted, whatever was said of it."""
    lines = [NetLine(100_000, STANDARD), NetLine(-10_000, STANDARD)]
    assert part(lines, [Decimal("0.5"), Decimal(1)], list(NOTHING), []) == (50_000, -5_000)


def test_half_of_a_line_stops_at_a_whole_euro() -> None:
    """Half of 1,234.56 is 617.28: 617.00 is asked now, and the 28 cents with what comes next."""
    half = [Decimal("0.5"), Decimal(0)]
    assert part(ORDER, half, list(NOTHING), []) == (61_700, 0)
    assert part(ORDER, [Decimal(1), Decimal(0)], half, [(61_700, 0)]) == (61_756, 0)


@given(discounted(), st.data())
def test_progress_to_the_end_is_the_order_at_every_rate_with_its_vat(lines: list[NetLine], data: st.DataObject) -> None:
    """However the work advances, line by line: base and VAT of all invoices are those of the order, to the cent."""
    before, parts = [Decimal(0)] * len(lines), []
    for _ in range(data.draw(st.integers(0, 4))):
        done = [now + (1 - now) * data.draw(st.integers(0, 100)) / 100 for now in before]
        done = [Decimal(share).quantize(Decimal("0.0001")) for share in done]
        if asked := part_or_nothing(lines, done, before, parts):
            parts.append(asked)
            before = done
    if add_up(lines, parts) != total_of(lines):
        parts.append(part(lines, [Decimal(1)] * len(lines), before, parts))
    assert add_up(lines, parts) == total_of(lines)
    assert base_and_vat([as_lines(lines, each) for each in parts]) == base_and_vat([lines])


@given(st.lists(st.integers(100, 100_000), min_size=2, max_size=5), st.integers(1, 99))
def test_no_line_is_ever_asked_less_than_nothing(nets: list[int], percent: int) -> None:
    """What is cut off stays on lines that moved: a line without progress is not touched."""
    lines = [NetLine(net, STANDARD) for net in nets]
    done = [Decimal(percent) / 100, *[Decimal(0)] * (len(lines) - 1)]
    asked = part_or_nothing(lines, done, [Decimal(0)] * len(lines), [])
    assume(asked)
    assert asked[0] > 0
    assert set(asked[1:]) == {0}


@pytest.mark.parametrize(
    ("done", "sentence"),
    [
        (["1.01", "0"], "never more"),
        (["-0.1", "0"], "never more"),
        (["0.4", "1"], "stays done"),
        (["0.5", "0"], "nothing was done"),
        (["1", "1"], "Make the final invoice"),
    ],
)
def test_progress_never_passes_the_order_and_never_goes_down(done: list[str], sentence: str) -> None:
    """After half of the first line, beside a deposit of 100.00."""
    before = [Decimal("0.5"), Decimal(0)]
    with pytest.raises(Refusal, match=sentence):
        part(ORDER, [Decimal(share) for share in done], before, [(61_700, 0)], deposit=10_000)


def test_the_worked_example_of_progress() -> None:
    """docs/algorithms/schedules.md: 50 % and 0 %, then 100 % and a third, then all."""
    steps = [("0.5", "0"), ("1", "0.3333"), ("1", "1")]
    before, parts = list(NOTHING), []
    for step in steps:
        done = [Decimal(share) for share in step]
        parts.append(part(ORDER, done, before, parts))
        before = done
    assert parts == [(61_700, 0), (61_756, 16_650), (0, 33_350)]
