"""Open a real, empty cooperative."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import click
import yaml

QUESTIONS = {
    "name": "Name of the cooperative",
    "legal_name": "Its legal name",
    "enterprise_number": "Its enterprise number",
    "seller_name": "Legal name of the seller and employer",
    "seller_enterprise_number": "Enterprise number of the seller and employer",
    "street": "Street and number",
    "postcode": "Postcode",
    "municipality": "Municipality",
    "iban": "Bank account (IBAN)",
    "languages": "Languages, comma separated",
    "contribution_rate": "Contribution, in percent",
    "administrator_email": "E-mail address of the first administrator",
}
DEFAULTS = {"languages": "nl, fr, en", "contribution_rate": "6.5"}


@click.command()
@click.option("--file", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Answers as YAML.")
@click.option("--address", default="http://127.0.0.1:8000", show_default=True, help="Where the site will be served.")
def init(path: Path | None, address: str) -> None:
    """Open a real, empty cooperative from questions or a YAML file, and invite its first administrator."""
    from marke.cli.environment import ready

    answers = _read(path) if path else {name: _ask(name) for name in QUESTIONS}
    with ready():
        from marke.domain.foundation.transactions import SYSTEM, acting_as_system
        from marke.kernel.refusal import Refusal
        from marke.ops.migrate import migrate
        from marke.usecases.open_cooperative import open_cooperative

        migrate()
        try:
            with acting_as_system(reason="marke init"):
                cooperative, administrator = open_cooperative(
                    new=_new_cooperative(answers), opens_on=dt.datetime.now(tz=dt.UTC).date(), actor=SYSTEM
                )
        except Refusal as refusal:
            where = f"{QUESTIONS.get(refusal.field, refusal.field)}: " if refusal.field else ""
            raise click.ClickException(f"{where}{refusal}") from refusal
        click.echo(f"{cooperative.name} is open. {administrator.email} chooses a password here, once:")
        click.echo(f"  {address}{_password_link(administrator)}")
        click.echo("Serve it with ./marke serve.")


def _ask(name: str) -> str:
    return str(click.prompt(QUESTIONS[name], default=DEFAULTS.get(name, ""), show_default=name in DEFAULTS))


def _read(path: Path) -> dict[str, Any]:
    try:
        answers = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise click.ClickException(f"{path} is not YAML: {error}") from error
    if not isinstance(answers, dict):
        raise click.ClickException(f"{path} holds no answers; it lists them as «name: value».")
    unknown = sorted(set(answers) - set(QUESTIONS))
    if unknown:
        raise click.ClickException(f"{path} answers questions nobody asked: {', '.join(unknown)}.")
    return answers


def _new_cooperative(answers: dict[str, Any]) -> Any:
    from marke.usecases.open_cooperative import NewCooperative

    texts = {name: str(answers.get(name, DEFAULTS.get(name, ""))).strip() for name in QUESTIONS}
    languages = answers.get("languages", DEFAULTS["languages"])
    listed = languages if isinstance(languages, list) else str(languages).split(",")
    rate = texts.pop("contribution_rate")
    texts.pop("languages")
    return NewCooperative(
        **texts,
        languages=tuple(str(each).strip() for each in listed if str(each).strip()),
        choices={"contribution.rate": _rate(rate)},
    )


def _rate(text: str) -> Decimal:
    from marke.kernel.refusal import Refusal

    try:
        rate = Decimal(text.replace(",", ".").rstrip("% ")) / 100
    except InvalidOperation:
        rate = Decimal("NaN")
    if not rate.is_finite():
        raise Refusal("cooperative.contribution", "This is not a percentage.", field="contribution_rate")
    return rate


def _password_link(user: Any) -> str:
    """The one-time link by which the first administrator chooses a password."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str
    from django.urls import reverse

    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
    )
