"""The screens of joining after the first: each asks one thing, keeps it, and leads to the next that is still empty."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from marke.domain.members import applications
from marke.domain.members import queries as members
from marke.domain.members.contract_of_use import Answer
from marke.domain.members.models import Application, Subscription
from marke.domain.parameters.queries import choice
from marke.domain.people.addresses import read_address
from marke.domain.people.bank_accounts import NewBankAccount, account_in_use, register_bank_account
from marke.domain.people.models import Person
from marke.domain.people.operations import NewPerson, change_details, register_person
from marke.domain.units.activities import activity as activity_of
from marke.domain.units.activities import in_language
from marke.usecases.join_enterprise import sign_application
from marke.web.access import READ_AND_WRITE, member_page
from marke.web.attempt import attempt, status_of
from marke.web.components.prose import prose
from marke.web.member.shares.instruction import payment_instruction
from marke.web.public.join import forms as asked
from marke.web.public.join.steps import flow_at, next_step


@member_page(methods=READ_AND_WRITE, person=False)
def you(request: HttpRequest) -> HttpResponse:
    """Who are you? Checked at once; without a Belgian number the date of birth is asked instead."""
    known: Person | None = request.person  # type: ignore[attr-defined]
    has_number = "without" not in request.GET and known is None
    form = asked.YouForm(request.POST or None, has_number=has_number, initial=_details(known) if known else {})
    if known is not None:
        del form.fields["birth_date"]
    if request.method == "POST" and form.is_valid():
        facts, user = form.cleaned_data, request.user.pk
        act = (lambda: _change(known, facts, user)) if known else (lambda: _register(facts, user))
        if attempt(form, act):
            return redirect(next_step(user_id=user))
    return _screen(request, "join_you", form, has_number=has_number, known=known)


def _details(person: Person) -> dict[str, str]:
    return {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "address": person.address,
        "phone": person.phone,
    }


def _register(facts: dict[str, Any], user_id: uuid.UUID) -> Person:
    place = read_address(facts["address"])
    new = NewPerson(
        given_name=facts["given_name"],
        family_name=facts["family_name"],
        language=get_language() or "nl",
        national_number=facts.get("national_number", ""),
        birth_date=facts.get("birth_date"),
        street=place.street,
        postcode=place.postcode,
        municipality=place.municipality,
        phone=facts["phone"],
        user_id=user_id,
    )
    return register_person(new=new, today=timezone.localdate(), actor=user_id)


def _change(person: Person, facts: dict[str, Any], user_id: uuid.UUID) -> Person:
    place = read_address(facts["address"])
    return change_details(
        person_id=person.pk,
        given_name=facts["given_name"],
        family_name=facts["family_name"],
        language=person.language,
        street=place.street,
        postcode=place.postcode,
        municipality=place.municipality,
        country_code=person.country,
        phone=facts["phone"],
        actor=user_id,
    )


@member_page(methods=READ_AND_WRITE)
def activity(request: HttpRequest) -> HttpResponse:
    """What do you do? A regulated trade is told at once, with what will be needed."""
    draft = applications.find_draft(user_id=request.user.pk)
    form = asked.ActivityForm(request.POST or None, initial={"activity": draft.activity if draft else ""})
    trade = None
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["activity"]
        trade = activity_of(chosen).trade
        if trade is None or form.cleaned_data["understood"] == chosen:
            applications.keep_activity(user_id=request.user.pk, activity=chosen, actor=request.user.pk)
            return redirect("join_unit")
        form.data = {**form.data.dict(), "understood": chosen}
    language = get_language() or "en"
    warning = {"why": in_language(trade.why, language), "needs": in_language(trade.needs, language)} if trade else None
    return _screen(request, "join_activity", form, warning=warning)


@member_page(methods=READ_AND_WRITE)
def unit(request: HttpRequest) -> HttpResponse:
    """Under which name do you work?"""
    draft = applications.find_draft(user_id=request.user.pk)
    form = asked.UnitNameForm(request.POST or None, initial={"unit_name": draft.unit_name if draft else ""})
    if request.method == "POST" and form.is_valid():
        name, user = form.cleaned_data["unit_name"], request.user.pk
        if attempt(form, lambda: applications.keep_unit_name(user_id=user, name=name, actor=user)):
            return redirect(next_step(user_id=user))
    return _screen(request, "join_unit", form)


@member_page(methods=READ_AND_WRITE)
def account(request: HttpRequest) -> HttpResponse:
    """On which account are you paid? An account that is known already is changed under «My details»."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    if account_in_use(now=now, person_id=person.pk):
        return redirect(next_step(user_id=request.user.pk))
    form = asked.AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = NewBankAccount(form.cleaned_data["iban"], person_id=person.pk)
        if attempt(form, lambda: register_bank_account(new=new, now=now, actor=request.user.pk)):
            return redirect(next_step(user_id=request.user.pk))
    return _screen(request, "join_account", form)


@member_page(methods=READ_AND_WRITE)
def sign(request: HttpRequest) -> HttpResponse:
    """The charter, the contract of use and one share, signed together."""
    today, now, language = timezone.localdate(), timezone.now(), get_language() or "nl"
    if (step := next_step(user_id=request.user.pk)) != "join_sign":
        return redirect(step)
    contract = members.contract_to_sign(as_of=today)
    text = members.contract_text(contract_id=contract.pk, language=language) if contract else None
    if contract is None or text is None:
        return render(request, "public/join/no_contract.html", {"flow": flow_at("join_sign")}, status=503)
    shown = {"fingerprint": text.fingerprint, "language": text.language, "share": "now"}
    form = asked.SignForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        agreement = Answer(contract.pk, request.person.pk, facts["language"], facts["fingerprint"])  # type: ignore[attr-defined]
        signed = attempt(
            form,
            lambda: sign_application(
                user_id=request.user.pk,
                agreement=agreement,
                share_now=facts["share"] == "now",
                now=now,
                today=today,
                actor=request.user.pk,
            ),
        )
        if signed:
            return redirect("join_done")
    price = int(choice("share.price", as_of=today))
    return _screen(request, "join_sign", form, contract=contract, body=prose(text.body), price=price)


@member_page()
def done(request: HttpRequest) -> HttpResponse:
    """What happens now, and what there is still to do."""
    person: Person = request.person  # type: ignore[attr-defined]
    application = applications.find_draft(user_id=request.user.pk)
    if application is None or application.state == Application.State.DRAFT:
        return redirect(next_step(user_id=request.user.pk))
    waiting = Subscription.objects.filter(member__person=person, state=Subscription.State.SUBSCRIBED).first()
    context = {
        "flow": flow_at("join_done"),
        "application": application,
        "person": person,
        "instruction": payment_instruction(waiting) if waiting else None,
        "has_share": bool(members.people_with_right_of_use(person_ids=[person.pk], as_of=timezone.localdate())),
    }
    return render(request, "public/join/done.html", context)


def _screen(request: HttpRequest, step: str, form: forms.Form, **more: Any) -> HttpResponse:
    """One question on its page; the template has the name of the step."""
    context = {"form": form, "flow": flow_at(step), **more}
    return render(request, f"public/join/{step.removeprefix('join_')}.html", context, status=status_of(form))
