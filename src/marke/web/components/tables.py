"""Tables as data: which columns, which rows, how sorted. `components/table.html` draws them.

table = Table(
    caption=_("Invoices"),
    columns=[
        Column("number", _("Invoice"), link=lambda row: row.url, sortable=True),
        Column("client", _("Client")),
        Column("issued_on", _("Date"), kind="date", sortable=True),
        Column("total", _("Total"), kind="money", sortable=True),
        Column("status", _("Status"), kind="badge"),
    ],
    rows=rows,
    sort=request.GET.get("sort", ""),
)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

NUMERIC_KINDS = frozenset({"money", "number", "percent"})
KINDS = NUMERIC_KINDS | {"text", "date", "moment", "badge", "code", "bar"}


@dataclass(frozen=True, slots=True)
class Badge:
    """A status in one word. ``tone`` is waiting, good, bad or empty; the word always carries the meaning."""

    label: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """How much of something is used: a part of a whole, and the words that say the same."""

    part: int
    whole: int
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``key`` names the attribute or mapping key of a row unless ``value`` computes it.

    ``kind`` decides format and alignment: text, money (cents), number, percent (a rate), date, moment, badge
    (a `Badge`), code, bar (a `Bar`). ``link`` gives the address behind the cell, ``note`` a small second line under it.
    """

    key: str
    label: str
    kind: str = "text"
    sortable: bool = False
    value: Callable[[Any], Any] | None = None
    link: Callable[[Any], str] | None = None
    note: Callable[[Any], str] | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"A column shows one of {sorted(KINDS)}, not {self.kind!r}.")

    @property
    def numeric(self) -> bool:
        return self.kind in NUMERIC_KINDS

    def value_of(self, row: Any) -> Any:
        """What this column shows of a row; None leaves the cell empty."""
        if self.value is not None:
            return self.value(row)
        return row.get(self.key) if isinstance(row, Mapping) else getattr(row, self.key)


@dataclass(frozen=True, slots=True)
class Cell:
    column: Column
    value: Any
    url: str
    note: str
    heads_row: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One drawn row: its cells and, when rows can be picked, the value and name of its checkbox."""

    cells: Sequence[Cell]
    pick_value: str
    pick_label: str
    pick_amount: int = 0


@dataclass(frozen=True, slots=True)
class Header:
    """A column's head with the link that sorts by it, and the direction in force for screen readers."""

    column: Column
    sort_value: str
    direction: str


@dataclass(frozen=True, slots=True)
class Table:
    """A list of the same things, told by its caption. ``sort`` is a key, with a minus for descending.

    ``pick`` gives each row the value of a checkbox named ``picked`` (put the table in a form, with
    `components/selection.html` beneath), ``pick_amount`` the cents that the bar adds up. ``totals`` maps column keys to
    the sums shown in the foot.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    sort: str = ""
    pick: Callable[[Any], str] | None = None
    pick_amount: Callable[[Any], int] | None = None
    totals: Mapping[str, Any] = field(default_factory=dict)
    caption_hidden: bool = False
    keep_shape: bool = False
    """Scroll sideways on a phone instead of becoming cards: for tables of figures that are compared."""

    @property
    def pickable(self) -> bool:
        """Whether rows carry a checkbox."""
        return self.pick is not None

    def headers(self) -> Iterator[Header]:
        for column in self.columns:
            ascending, descending = self.sort == column.key, self.sort == f"-{column.key}"
            yield Header(
                column=column,
                sort_value=f"-{column.key}" if ascending else column.key,
                direction="ascending" if ascending else "descending" if descending else "",
            )

    def body(self) -> Iterator[Row]:
        for row in self.rows:
            cells = [
                Cell(
                    column=column,
                    value=column.value_of(row),
                    url=column.link(row) if column.link else "",
                    note=column.note(row) if column.note else "",
                    heads_row=index == 0,
                )
                for index, column in enumerate(self.columns)
            ]
            amount = self.pick_amount(row) if self.pick_amount else 0
            yield Row(cells, self.pick(row) if self.pick else "", str(cells[0].value), amount)

    def foot(self) -> Sequence[Cell]:
        """The cells of the totals line, one per column; none when nothing is totalled."""
        if not self.totals:
            return ()
        return [
            Cell(column, self.totals.get(column.key), "", "", index == 0) for index, column in enumerate(self.columns)
        ]
