"""Which invoices a line of the bank pays, with a score and its reasons."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from marke.countries.registry import country
from marke.rules.matching.charges import is_charge
from marke.rules.matching.payments import CERTAIN_REFERENCES, Match, Owed, Paid, Reason, certain, matches

MAKE = country("be").identifiers.make_structured_communication
LUMEN, ZINC = uuid.UUID(int=1), uuid.UUID(int=2)
THRESHOLD = 95


def owed(number: int, cents: int, *, client: uuid.UUID = LUMEN, name: str = "Festival Lumen vzw") -> Owed:
    return Owed(uuid.UUID(int=1000 + number), client, cents, MAKE(number), f"2026/{number:05d}", name)


FIRST, SECOND, OTHER = owed(1, 12_100), owed(2, 24_200), owed(3, 12_100, client=ZINC, name="Zinc bv")


def found(paid: Paid, *invoices: Owed, payers: dict[str, frozenset[uuid.UUID]] | None = None) -> list[Match]:
    return matches(paid, open_invoices=invoices or (FIRST, SECOND, OTHER), payers=payers or {})


def test_a_structured_reference_is_certain() -> None:
    match = certain(found(Paid(12_100, communication=FIRST.reference)), threshold=THRESHOLD)
    assert match is not None
    assert match.invoices == (FIRST,)
    assert match.reasons[0] is Reason.REFERENCE


def test_a_reference_inside_a_text_is_certain() -> None:
    """«paiement facture 000/0000/00101 merci»."""
    reference = FIRST.reference
    text = f"paiement facture {reference[:3]}/{reference[3:7]}/{reference[7:]} merci"
    match = certain(found(Paid(12_100, text=text)), threshold=THRESHOLD)
    assert match is not None
    assert Reason.REFERENCE_IN_TEXT in match.reasons


def test_one_payment_pays_several_invoices_when_it_is_their_sum() -> None:
    text = f"{FIRST.reference} en {SECOND.reference}"
    match = certain(found(Paid(36_300, text=text)), threshold=THRESHOLD)
    assert match is not None
    assert match.invoices == (FIRST, SECOND)
    assert Reason.SAME_SUM in match.reasons


def test_several_references_with_another_amount_are_left_to_a_person() -> None:
    text = f"{FIRST.reference} en {SECOND.reference}"
    assert certain(found(Paid(30_000, text=text)), threshold=THRESHOLD) is None


def test_a_part_of_an_invoice_is_certain_too() -> None:
    assert certain(found(Paid(5_000, communication=SECOND.reference)), threshold=THRESHOLD) is not None


def test_name_account_and_amount_are_a_suggestion_and_never_certain() -> None:
    paid = Paid(12_100, name="Festival Lumen", account="BE71096123456769")
    all_found = found(paid, payers={"BE71096123456769": frozenset({LUMEN})})
    assert all_found[0].invoices == (FIRST,)
    assert set(all_found[0].reasons) == {Reason.KNOWN_ACCOUNT, Reason.SAME_NAME, Reason.SAME_AMOUNT}
    assert certain(all_found, threshold=THRESHOLD) is None


def test_a_reference_from_an_account_that_pays_for_another_client_is_doubted() -> None:
    """A wrong reference is the commonest way to book money on the wrong unit."""
    paid = Paid(12_100, account="BE71096123456769", communication=FIRST.reference)
    all_found = found(paid, payers={"BE71096123456769": frozenset({ZINC})})
    assert certain(all_found, threshold=THRESHOLD) is None
    doubted = next(match for match in all_found if match.invoices == (FIRST,))
    assert Reason.OTHER_PAYER in doubted.reasons


def test_two_invoices_of_the_same_amount_leave_open_which_one_is_meant() -> None:
    twin = owed(4, 12_100)
    all_found = found(Paid(12_100, name="Festival Lumen"), FIRST, twin)
    assert all(Reason.ONE_OF_MANY in match.reasons for match in all_found)


def test_an_invoice_number_in_the_text_is_found() -> None:
    all_found = found(Paid(24_200, text="factuur 2026-00002"))
    assert all_found[0].invoices == (SECOND,)
    assert set(all_found[0].reasons) == {Reason.NUMBER_IN_TEXT, Reason.SAME_AMOUNT}


def test_nothing_that_speaks_for_it_is_no_match() -> None:
    assert found(Paid(9_999, name="Somebody Else", text="hello")) == []


def test_charges_of_the_bank_are_known_by_their_code() -> None:
    assert is_charge(amount=-250, code="PMNT.MDOP.CHRG")
    assert is_charge(amount=-250, code="08000000")
    assert not is_charge(amount=250, code="PMNT.MDOP.CHRG")
    assert not is_charge(amount=-250, code="00150000")


@given(
    amount=st.integers(1, 10**9),
    name=st.sampled_from(["", "Festival Lumen", "Zinc", "X"]),
    account=st.sampled_from(["", "A", "B"]),
    text=st.sampled_from(["", "2026/00001", "2026/00001 2026/00002", "thanks"]),
    cents=st.lists(st.integers(1, 10**9), min_size=1, max_size=5),
)
def test_nothing_is_certain_without_a_reference(
    amount: int, name: str, account: str, text: str, cents: list[int]
) -> None:
    """However well amount, name, account and number fit: a person decides."""
    invoices = [owed(number, each) for number, each in enumerate([amount, *cents], 1)]
    all_found = matches(Paid(amount, name, account, "", text), open_invoices=invoices, payers={"A": frozenset({LUMEN})})
    assert certain(all_found, threshold=THRESHOLD) is None
    assert all(0 < match.score < THRESHOLD for match in all_found)
    assert [match.score for match in all_found] == sorted((match.score for match in all_found), reverse=True)


@given(amount=st.integers(1, 10**9), due=st.integers(1, 10**9), other=st.integers(1, 10**9))
def test_a_certain_match_stands_on_a_reference_that_the_payer_wrote(amount: int, due: int, other: int) -> None:
    invoices = [owed(1, due), owed(2, other)]
    match = certain(found(Paid(amount, communication=invoices[0].reference), *invoices), threshold=THRESHOLD)
    assert match is not None
    assert match.invoices == (invoices[0],)
    assert CERTAIN_REFERENCES & set(match.reasons)
