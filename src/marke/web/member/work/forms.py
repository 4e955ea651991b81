"""Forms: pay someone, what became of a day, why a contract is cancelled."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marke.countries.registry import country
from marke.domain.parameters.queries import cooperative
from marke.domain.people.models import Person
from marke.domain.work.enums import ContractKind, DayState, PayBasis
from marke.domain.work.models import Contract
from marke.domain.work.operations.contracts import ContractInput
from marke.domain.work.operations.days import Correction
from marke.kernel.money import Cents
from marke.rules.work.engagement import Basis, Engagement, Kind, PlannedDay
from marke.usecases.offer_contract import Stranger
from marke.web.components.forms import CardSelect, DayField, MoneyField, NumberInput
from marke.web.member.work.calendar import choosable

ME, SOMEBODY_NEW = "me", "new"
KINDS = [each for each in ContractKind.choices if each[0] in ("days", "student", "artistic_task")]
CORRECTIONS = [each for each in DayState.choices if each[0] in ("worked", "sick", "cancelled", "planned")]
SMALLEST, LARGEST = 60, 600
"""What the slider reaches, in euro a day; any amount can be typed beside it."""


class PaySlider(forms.NumberInput):
    """Gross pay a day in whole euro, slid or moved by the arrow keys."""

    input_type = "range"


def function_choices() -> list[tuple[str, Any]]:
    """What people do, by group, in the reader's language."""
    language = get_language() or "en"
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in country(cooperative().country).work.functions().values():
        heading = each.group_titles.get(language, each.group_titles["en"])
        groups.setdefault(heading, []).append((each.code, each.titles.get(language, each.titles["en"])))
    return [("", _("Choose what the work is")), *groups.items()]


class EngageForm(forms.Form):
    """Who works when for how much. What most contracts share stands under «More» with its usual answer."""

    who = forms.ChoiceField(label=_("Who works?"), widget=CardSelect)
    given_name = forms.CharField(label=_("First name"), max_length=100, required=False)
    family_name = forms.CharField(label=_("Last name"), max_length=100, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    birth_date = DayField(label=_("Date of birth"), required=False)
    function = forms.ChoiceField(label=_("As what"), choices=function_choices)
    days = forms.TypedMultipleChoiceField(label=_("On which days?"), coerce=dt.date.fromisoformat)
    pay = forms.IntegerField(
        label=_("Gross pay a day"),
        min_value=1,
        max_value=100_000,
        widget=PaySlider,
    )
    exact = MoneyField(label=_("Or the exact gross amount"), required=False, minimum=1)
    basis = forms.ChoiceField(
        label=_("The exact amount is"), choices=[each for each in PayBasis.choices if each[0] != "month"]
    )
    kind = forms.ChoiceField(label=_("Contract"), choices=KINDS)
    hours = forms.DecimalField(
        label=_("Hours a day"),
        min_value=Decimal("0.25"),
        max_value=24,
        decimal_places=2,
        widget=NumberInput(suffix=_("hours")),
        localize=True,
    )
    starts_at = forms.TimeField(label=_("Starts at"), widget=forms.TimeInput(format="%H:%M"))
    description = forms.CharField(label=_("What the work is"), max_length=200, required=False)
    place = forms.CharField(label=_("Where"), max_length=120, required=False)
    partner = forms.ChoiceField(
        label=_("At home"),
        choices=[
            ("none", _("No registered partner")),
            ("earned_income", _("Partner with earned income")),
            ("without_income", _("Partner without income")),
        ],
        required=False,
    )
    children = forms.IntegerField(
        label=_("Dependent children"),
        min_value=0,
        max_value=30,
        required=False,
        widget=NumberInput({"inputmode": "numeric"}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        me: Person,
        people: Sequence[Person],
        today: dt.date,
        usual: Mapping[str, Any],
        ask_family: bool,
    ) -> None:
        super().__init__(data, initial=usual)
        self.me, self.people, self.usual = me, people, usual
        others = [(str(each.pk), str(each)) for each in people]
        self.fields["who"].choices = [(ME, _("Myself")), *others, (SOMEBODY_NEW, _("Somebody new"))]
        self.fields["days"].choices = [(day.isoformat(), day.isoformat()) for day in choosable(today)]
        self.fields["pay"].widget.attrs |= {"min": SMALLEST, "max": LARGEST}
        self.asks_family = ask_family
        if not ask_family:
            del self.fields["partner"], self.fields["children"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("who") == SOMEBODY_NEW:
            for name in ("given_name", "family_name", "email", "birth_date"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Fill this in for somebody new."))
        return given

    @property
    def chose_somebody_new(self) -> bool:
        """Whether the questions about somebody new stand open."""
        return self["who"].value() == SOMEBODY_NEW

    @property
    def is_new(self) -> bool:
        """Whether somebody is engaged who is not among the unit's people."""
        return bool(self.cleaned_data["who"] == SOMEBODY_NEW)

    @property
    def is_self(self) -> bool:
        return bool(self.cleaned_data["who"] == ME)

    @property
    def person_id(self) -> uuid.UUID:
        """Whoever works; for somebody new, nobody yet."""
        chosen = self.cleaned_data["who"]
        return self.me.pk if chosen == ME else uuid.UUID(chosen)

    def stranger(self) -> Stranger:
        given = self.cleaned_data
        return Stranger(given["email"], given["given_name"], given["family_name"], given["birth_date"])

    def family(self) -> dict[str, Any]:
        """What the pay file must know, asked once."""
        given = self.cleaned_data
        partner, children = given.get("partner") or "none", given.get("children") or 0
        return {
            "family": {"partner": partner, "children": children, "single_parent": partner == "none" and children > 0}
        }

    def agreed(self, *, unit_id: int, person_id: uuid.UUID, language: str) -> ContractInput:
        """What was filled in, as the enterprise takes it."""
        given = self.cleaned_data
        days = tuple(PlannedDay(day, given["hours"], given["starts_at"]) for day in sorted(given["days"]))
        basis, amount = self._pay()
        engagement = Engagement(
            kind=Kind(given["kind"]),
            function=given["function"],
            days=days,
            basis=basis,
            amount=amount,
            starts_on=days[0].day,
            ends_on=days[-1].day,
        )
        return ContractInput(
            unit_id,
            person_id,
            engagement,
            description=given["description"],
            place=given["place"],
            language=language,
        )

    def _pay(self) -> tuple[Basis, Cents]:
        given = self.cleaned_data
        if given["exact"] is not None:
            return Basis(given["basis"]), given["exact"]
        return Basis.DAY, given["pay"] * 100


def usual_answers(last: Contract | None, *, guess: str) -> dict[str, Any]:
    """What a new contract most likely says: the last one's terms, else an ordinary day."""
    usual = {"who": ME, "kind": "days", "basis": "day", "hours": "7.6", "starts_at": "09:00", "pay": 180}
    if last is None:
        return {**usual, "function": guess}
    pay = last.amount // 100 if last.basis == PayBasis.DAY else 180
    kept = {"function": last.function, "description": last.description, "place": last.place}
    return {**usual, **kept, "pay": min(max(pay, SMALLEST), LARGEST)}


class DayForm(forms.Form):
    """What became of a day."""

    state = forms.ChoiceField(label=_("What became of it?"), choices=CORRECTIONS, widget=forms.RadioSelect)
    hours_worked = forms.DecimalField(
        label=_("Hours worked"),
        min_value=0,
        max_value=24,
        decimal_places=2,
        required=False,
        widget=NumberInput(suffix=_("hours")),
        localize=True,
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def correction(self, day_id: uuid.UUID) -> Correction:
        given = self.cleaned_data
        return Correction(day_id, DayState(given["state"]), given["hours_worked"], given["note"])


class WithdrawForm(forms.Form):
    """Why a contract is cancelled or an offer refused."""

    reason = forms.CharField(label=_("Why"), max_length=300)
