"""What must always hold between members, shares and the books; each statement finds the exceptions."""

from __future__ import annotations

from marke.domain.foundation.proofs import Proof
from marke.rules.posting.roles import BY_CODE

_BALANCES = f"""
    select coalesce(sum(amount) filter (where account_id = {BY_CODE["share.capital"].number}), 0) capital,
           coalesce(sum(amount) filter (where account_id = {BY_CODE["receivable.share"].number}), 0) receivable
      from ledger.line
     where account_id in ({BY_CODE["share.capital"].number}, {BY_CODE["receivable.share"].number})
"""
"""Debit is positive: the capital stands below zero."""

PROOFS = (
    Proof(
        "members.register-is-capital",
        "The share register adds up to the capital in the books, less what subscribers still owe.",
        f"""
        with books as ({_BALANCES}),
             register as (select coalesce(sum(count * price), 0) amount from members_sharemovement)
        select -books.capital - books.receivable, register.amount from books, register
         where -books.capital - books.receivable <> register.amount
        """,
    ),
    Proof(
        "members.owed-is-waiting",
        "What subscribers owe in the books is what the subscriptions that wait add up to.",
        f"""
        with books as ({_BALANCES}),
             waiting as (select coalesce(sum(count * price), 0) amount from members_subscription
                          where state = 'subscribed')
        select books.receivable, waiting.amount from books, waiting where books.receivable <> waiting.amount
        """,
    ),
    Proof(
        "members.paid-is-issued",
        "Every paid subscription has issued its shares and given a year of use for each.",
        """
        select subscription.id from members_subscription subscription
         where state = 'paid'
           and (count <> coalesce((select sum(movement.count) from members_sharemovement movement
                                    where movement.subscription_id = subscription.id and kind = 'issued'), 0)
             or count <> (select count(*) from members_yearofuse year where year.subscription_id = subscription.id))
        """,
    ),
    Proof(
        "members.nobody-below-zero",
        "On no day did a member give away more shares than they held.",
        """
        select member_id, effective_on from (
          select member_id, effective_on, sum(sum(count)) over (partition by member_id order by effective_on) held
            from members_sharemovement group by member_id, effective_on) days
         where held < 0
        """,
    ),
    Proof(
        "members.lines-without-gaps",
        "The lines of the share register are numbered without gaps.",
        "select max(number), count(*) from members_sharemovement having coalesce(max(number), 0) <> count(*)",
    ),
    Proof(
        "members.exits-were-written-off",
        "Every accepted exit took its shares out of the register.",
        """
        select leaving.id from members_exit leaving
         where state in ('accepted', 'payable', 'repaid')
           and count <> coalesce((select -sum(movement.count) from members_sharemovement movement
                                   where movement.exit_id = leaving.id), 0)
        """,
    ),
)
