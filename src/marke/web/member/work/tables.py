"""How contracts look in lists: of a unit, of a worker, of the desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django import forms
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from marke.countries.registry import country
from marke.domain.parameters.queries import cooperative
from marke.domain.units.models import Unit
from marke.domain.work.enums import ContractState, MonthState
from marke.domain.work.models import Contract, ContractMonth
from marke.web.components.tables import Badge, Column, Table
from marke.web.member.work.tracker import state_badge


class StateFilter(forms.Form):
    """Narrow a list of contracts by where they stand."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=[("", gettext_lazy("All")), *ContractState.choices], required=False
    )


def function_title(contract: Contract) -> str:
    """What the work is called, in the reader's language."""
    found = country(cooperative().country).work.functions().get(contract.function)
    return found.titles.get(get_language() or "en", found.titles["en"]) if found else contract.function


def progress_badge(contract: Contract) -> Badge:
    """Where a contract stands, payment included, in one word."""
    months = list(contract.months.all())
    if contract.state == ContractState.DECLARED and months:
        if all(month.state == MonthState.PAID for month in months):
            return Badge(str(MonthState.PAID.label), "good")
        if any(month.state == MonthState.IN_RUN for month in months):
            return Badge(str(MonthState.IN_RUN.label), "waiting")
        if all(month.state != MonthState.PLANNED for month in months):
            return Badge(str(MonthState.CONFIRMED.label), "waiting")
    return state_badge(contract)


def contract_table(unit: Unit, contracts: Sequence[Contract]) -> Table:
    """The contracts of one unit."""
    return _table(
        contracts,
        Column(
            "person",
            _("Who"),
            link=lambda row: reverse("contract", args=[unit.pk, row.pk]),
            note=lambda row: row.description or function_title(row),
        ),
        money=[Column("employment_budget", _("From the budget"), kind="money")],
    )


def own_contract_table(contracts: Sequence[Contract]) -> Table:
    """A worker's own contracts; what the unit pays for them is the unit's."""
    return _table(
        contracts,
        Column(
            "work",
            _("Work"),
            value=lambda row: row.description or function_title(row),
            link=lambda row: reverse("my_contract", args=[row.pk]),
            note=lambda row: row.unit.name,
        ),
        money=[],
    )


def desk_contract_table(contracts: Sequence[Contract], *, clock: Callable[[Contract], Badge | None]) -> Table:
    """Contracts of all units, with the time that is left to declare them."""
    return Table(
        caption=_("Contracts"),
        caption_hidden=True,
        columns=[
            Column(
                "person",
                _("Who"),
                link=lambda row: reverse("desk_contract", args=[row.pk]),
                note=lambda row: row.description or function_title(row),
            ),
            Column("unit", _("Unit"), kind="code", value=lambda row: row.unit_id, note=lambda row: row.unit.name),
            Column("starts_on", _("First day"), kind="date"),
            Column("clock", _("Until it starts"), kind="badge", value=clock),
            Column(
                "warnings",
                _("To weigh"),
                kind="number",
                value=lambda row: len(row.warnings) or None,
            ),
            Column("state", _("State"), kind="badge", value=state_badge),
        ],
        rows=contracts,
    )


def _table(contracts: Sequence[Contract], head: Column, *, money: list[Column]) -> Table:
    return Table(
        caption=_("Contracts"),
        caption_hidden=True,
        columns=[
            head,
            Column("starts_on", _("First day"), kind="date"),
            Column("ends_on", _("Last day"), kind="date"),
            *money,
            Column("due", _("Paid by"), kind="date", value=_due),
            Column("state", _("State"), kind="badge", value=progress_badge),
        ],
        rows=contracts,
    )


def _due(contract: Contract) -> object:
    """The day by which the last wage of a contract that stands arrives."""
    return max((month.due_on for month in contract.months.all()), default=None) if contract.is_live else None


def month_table(unit: Unit, months: Sequence[ContractMonth]) -> Table:
    """Work that is over and waits to be confirmed."""
    return Table(
        caption=_("Worked as planned?"),
        columns=[
            Column(
                "person",
                _("Who"),
                value=lambda row: str(row.contract.person),
                link=lambda row: reverse("contract", args=[unit.pk, row.contract_id]),
                note=lambda row: row.contract.description,
            ),
            Column("last_day", _("Last day"), kind="date"),
            Column("due_on", _("Paid by"), kind="date"),
        ],
        rows=months,
    )
