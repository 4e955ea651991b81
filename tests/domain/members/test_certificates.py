"""The share certificate is a PDF for keeps, in the member's language."""

import datetime as dt

import pytest
from tests.support.cooperative import TODAY, Facts, member

from marke.domain.members.certificates import certificate
from marke.domain.members.operations import apply
from marke.kernel.refusal import Refusal


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_a_certificate_is_made_for_keeps(language: str) -> None:
    """PDF/A, and the same bytes each time: what was handed out can be made again."""
    file = apply(person_id=member(Facts(given_name="Zoë", family_name="D'Hóndt #strong[x]")).pk)
    pdf = certificate(member_id=file.pk, as_of=TODAY, language=language)
    assert pdf.startswith(b"%PDF-")
    assert b"pdfaid" in pdf
    assert pdf == certificate(member_id=file.pk, as_of=TODAY, language=language)


def test_who_held_no_shares_gets_no_certificate() -> None:
    file = apply(person_id=member().pk)
    with pytest.raises(Refusal, match="no shares"):
        certificate(member_id=file.pk, as_of=TODAY - dt.timedelta(days=1), language="nl")
