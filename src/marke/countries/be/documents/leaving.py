"""The data of form C4 at the end of a contract (social risk unemployment, scenario 1), as a sheet to copy or check.

The form itself is the unemployment office's; the sheet holds what the employer answers on it. Days and hours of the
quarter follow with the quarterly declaration.
"""

from __future__ import annotations

from decimal import Decimal

from marke.countries.be.documents.writing import HERE, writing
from marke.countries.be.payroll.inputs import Scheme
from marke.countries.be.social.dmfa.codes import worker_code
from marke.countries.be.social.work import FULL_WEEK, scheme_of, total, week_hours, worker_of
from marke.countries.be.work.functions import function
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.social.papers import Paper
from marke.rules.social.records import Payroll


def leaving_paper(payroll: Payroll, *, person: str, contract: str, language: str = "") -> Paper:
    """The sheet for a contract that has ended.

    Raises `Refusal` for a contract without an end, a student's (who has no right to this form by that work), and for
    work without a worker code.
    """
    worker = payroll.people[person]
    months = [month for month in payroll.of(person) if month.contract.key == contract]
    ends_on = months[-1].contract.ends_on if months else None
    if ends_on is None or scheme_of(months[-1]) is not Scheme.ORDINARY:
        raise Refusal(
            "leaving.no-end",
            gettext_noop("Form C4 is for an ordinary contract that was paid and has ended."),
        )
    last, agreed = months[-1], months[-1].contract
    write = writing(language or worker.language)
    words = write.words["leaving"]
    answers = {
        "starts": write.day(agreed.starts_on),
        "ends": write.day(ends_on),
        "reason": words["fixed_term"],
        "worker_code": worker_code(worker_of(last), scheme_of(last)),
        "committee": agreed.committee,
        "function": function(agreed.function).titles[write.language],
        "week": write.number(week_hours(agreed)),
        "full_week": write.number(FULL_WEEK),
        "days": write.number(sum((month.days for month in months), Decimal(0))),
        "pay": write.money(total(months, "gross_pay")),
        "holidays": write.money(total(months, "exit_holiday_single", "exit_holiday_double")),
    }
    data = write.head(payroll.employer, worker, title=words["title"], subtitle=write.day(ends_on), on=ends_on)
    return Paper(
        HERE / "record.typ",
        data
        | {
            "facts": [[write.words["staff_number"], worker.staff_number]],
            "heads": ["", ""],
            "rows": [[words["rows"][name], answer] for name, answer in answers.items()],
            "totals": [],
            "sentences": [words["note"]],
        },
    )
