"""The payment file for the bank: ISO 20022 pain.001, version 09, or 03 for banks that still ask for it.

Written as text from a few fixed pieces, because a tree of 20,000 payments takes many times as long. Inside the European
Economic Area name and account are enough; banks have refused addresses without structure since 15 November 2026, so
none is sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from html import escape

from marke.kernel.money import Cents
from marke.rules.banking.characters import plain
from marke.rules.banking.transfers import Batch, Transfer


class Version(Enum):
    """The version of the message; the value is the last part of its name."""

    V09 = "09"
    V03 = "03"


LONGEST_NAME = 70


def write(batch: Batch, *, version: Version = Version.V09) -> bytes:
    """The file of a batch: the same batch always gives the same bytes."""
    return "".join(_parts(batch, version)).encode()


def _parts(batch: Batch, version: Version) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.{version.value}"><CstmrCdtTrfInitn>\n'
    name, totals = _name(batch.debtor.name), f"<NbOfTxs>{batch.count}</NbOfTxs><CtrlSum>{_euros(batch.total)}</CtrlSum>"
    made_at = batch.made_at.strftime("%Y-%m-%dT%H:%M:%S")
    yield f"<GrpHdr><MsgId>{_identification(batch.id)}</MsgId><CreDtTm>{made_at}</CreDtTm>{totals}"
    yield f"<InitgPty><Nm>{name}</Nm></InitgPty></GrpHdr>\n"
    yield f"<PmtInf><PmtInfId>{_identification(batch.id)}</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>true</BtchBookg>"
    yield f"{totals}{_kind(batch)}{_execution(batch, version)}<Dbtr><Nm>{name}</Nm></Dbtr>"
    yield f"<DbtrAcct><Id><IBAN>{batch.debtor.iban}</IBAN></Id><Ccy>EUR</Ccy></DbtrAcct>"
    yield f"{_debtor_bank(batch, version)}<ChrgBr>SLEV</ChrgBr>\n"
    for transfer in batch.transfers:
        yield _transfer(transfer)
    yield "</PmtInf></CstmrCdtTrfInitn></Document>\n"


def _kind(batch: Batch) -> str:
    """Service level, speed, and that these are wages."""
    speed = "<LclInstrm><Cd>INST</Cd></LclInstrm>" if batch.instant else ""
    purpose = "<CtgyPurp><Cd>SALA</Cd></CtgyPurp>" if batch.is_salary else ""
    return f"<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl>{speed}{purpose}</PmtTpInf>"


def _execution(batch: Batch, version: Version) -> str:
    day = batch.execute_on.isoformat()
    inside = day if version is Version.V03 else f"<Dt>{day}</Dt>"
    return f"<ReqdExctnDt>{inside}</ReqdExctnDt>"


def _debtor_bank(batch: Batch, version: Version) -> str:
    if not batch.debtor.bic:
        return "<DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt>"
    name = "BIC" if version is Version.V03 else "BICFI"
    return f"<DbtrAgt><FinInstnId><{name}>{batch.debtor.bic}</{name}></FinInstnId></DbtrAgt>"


def _transfer(transfer: Transfer) -> str:
    return (
        f"<CdtTrfTxInf><PmtId><EndToEndId>{_identification(transfer.end_to_end)}</EndToEndId></PmtId>"
        f'<Amt><InstdAmt Ccy="EUR">{_euros(transfer.amount)}</InstdAmt></Amt>'
        f"<Cdtr><Nm>{_name(transfer.name)}</Nm></Cdtr>"
        f"<CdtrAcct><Id><IBAN>{transfer.iban}</IBAN></Id></CdtrAcct>{_remittance(transfer)}</CdtTrfTxInf>\n"
    )


def _remittance(transfer: Transfer) -> str:
    """A Belgian communication as the structured reference of its issuer (BBA), a creditor reference as ISO's own."""
    if reference := transfer.reference:
        issuer = "ISO" if reference.startswith("RF") else "BBA"
        return (
            f"<RmtInf><Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>{issuer}</Issr></Tp>"
            f"<Ref>{reference}</Ref></CdtrRefInf></Strd></RmtInf>"
        )
    text = plain(transfer.text, longest=140)
    return f"<RmtInf><Ustrd>{escape(text, quote=False)}</Ustrd></RmtInf>" if text else ""


def _name(text: str) -> str:
    return escape(plain(text, longest=LONGEST_NAME) or ".", quote=False)


def _identification(text: str) -> str:
    return escape(text, quote=False)


def _euros(cents: Cents) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
