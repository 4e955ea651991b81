"""``./marke init`` opens a real, empty cooperative once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from django.test import Client

from marke.cli.init import QUESTIONS, init
from marke.domain.ledger import queries as ledger
from marke.domain.parameters.models import Cooperative
from marke.domain.people.models import StaffRole, User
from marke.kernel.refusal import Refusal

ANSWERS = {
    "name": "De Proef",
    "legal_name": "De Proef cv",
    "enterprise_number": "0403.019.261",
    "seller_name": "De Proef Producties cv",
    "seller_enterprise_number": "0202.239.951",
    "street": "Kerkstraat 1",
    "postcode": "9000",
    "municipality": "Gent",
    "iban": "BE71 0961 2345 6769",
    "languages": "nl, fr",
    "contribution_rate": "6,5 %",
    "administrator_email": "admin@proef.example",
}


@pytest.fixture
def answer(at_hand, tmp_path: Path):
    """Run init with a YAML file of these answers, some of them changed."""

    def run(text: str | None = None, **changed: object) -> Result:
        path = tmp_path / "cooperative.yaml"
        path.write_text(yaml.safe_dump(ANSWERS | changed) if text is None else text)
        return CliRunner().invoke(init, ["--file", str(path)])

    return run


def test_a_file_of_answers_opens_the_cooperative(answer):
    """The cooperative, its numbers and languages are there; the first administrator gets a link, once."""
    shown = answer()
    assert shown.exit_code == 0, shown.output
    cooperative = Cooperative.objects.get()
    assert (cooperative.name, cooperative.languages) == ("De Proef", ["nl", "fr"])
    assert User.objects.get().staff_role == StaffRole.ADMINISTRATOR
    link = re.search(r"http://127\.0\.0\.1:8000(\S+)", shown.output)
    assert link
    assert Client().get(link[1], follow=True).status_code == 200


def test_questions_open_it_too(at_hand):
    """Without a file each question is asked; enter takes the usual answer."""
    asked = CliRunner().invoke(init, input="\n".join(ANSWERS[name] for name in QUESTIONS) + "\n")
    assert asked.exit_code == 0, asked.output
    assert Cooperative.objects.get().legal_name == "De Proef cv"
    assert all(question in asked.output for question in QUESTIONS.values())


def test_its_books_are_empty_and_balanced(answer):
    """A real cooperative starts with nothing on any account."""
    from marke.domain.foundation.transactions import acting_as_system

    answer()
    with acting_as_system():
        assert {row.cents for row in ledger.trial_balance()} == {0}


def test_a_second_cooperative_is_refused(answer):
    """One database holds one cooperative: the second init changes nothing and says so."""
    answer()
    again = answer(name="Een andere")
    assert again.exit_code == 1
    assert again.exception is None or not isinstance(again.exception, Refusal)
    assert Cooperative.objects.get().name == "De Proef"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("legal_name", "   "),
        ("enterprise_number", "0403.019.262"),
        ("seller_enterprise_number", "no number"),
        ("iban", "BE00 0000 0000 0000"),
        ("languages", "nl, klingon"),
        ("contribution_rate", "60"),
        ("contribution_rate", "six"),
        ("administrator_email", "nobody"),
    ],
)
def test_a_bad_answer_is_refused_beside_its_question(answer, field, value):
    """The message names the question that was answered badly, and nothing is opened."""
    refused = answer(**{field: value})
    assert refused.exit_code == 1
    assert f"Error: {QUESTIONS[field]}: " in refused.output
    assert "Traceback" not in refused.output
    assert not Cooperative.objects.exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: [unclosed", "is not YAML"),
        ("- De Proef\n- Gent\n", "holds no answers"),
        ("", "holds no answers"),
        ("name: De Proef\nfavourite_colour: red\n", "questions nobody asked: favourite_colour"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(answer, text, message):
    """A file that is no list of answers gets one sentence."""
    refused = answer(text)
    assert refused.exit_code == 1
    assert message in refused.output
    assert not Cooperative.objects.exists()
