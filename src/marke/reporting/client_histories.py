"""How clients pay, counted again each night from invoices and payments of all units. Amounts are cents."""

from __future__ import annotations

import datetime as dt

from django.db import connection

COUNTED = """
with settled as (
  select i.client_id, i.gross, i.net, i.due_on, i.issued_on, i.outstanding, i.credited, a.paid_on
    from sales_invoice i
    left join (select invoice_id, max(made_on) as paid_on from sales_allocation group by invoice_id) a
           on a.invoice_id = i.id
   where i.issued_on is not null and i.kind <> 'credit_note'
)
select client_id,
       coalesce(max(gross) filter (where whole and paid_on <= due_on), 0) as highest_in_time,
       coalesce(sum(net) filter (where credited = 0 and issued_on > %(since)s), 0) as invoiced,
       count(*) filter (where (whole and paid_on > %(since)s) or overdue) as due,
       count(*) filter (where (whole and paid_on > %(since)s and paid_on > due_on) or overdue) as late,
       count(*) filter (where whole and paid_on > %(since)s) as paid,
       coalesce(sum(paid_on - issued_on) filter (where whole and paid_on > %(since)s), 0) as days
  from (select *, outstanding = 0 and credited = 0 as whole,
               outstanding > 0 and due_on < %(as_of)s and due_on > %(since)s as overdue from settled) facts
 group by client_id
"""

REFRESH = f"""
insert into directory_paymenthistory (client_id, highest_in_time, invoiced, due, late, paid, days, as_of)
select client_id, highest_in_time, invoiced, due, late, paid, days, %(as_of)s from ({COUNTED}) counted
on conflict (client_id) do update
   set highest_in_time = excluded.highest_in_time, invoiced = excluded.invoiced, due = excluded.due,
       late = excluded.late, paid = excluded.paid, days = excluded.days, as_of = excluded.as_of
"""


def refresh_client_histories(*, as_of: dt.date) -> int:
    """Count again how every client pays; answers how many clients. Runs each night, as staff."""
    with connection.cursor() as cursor:
        cursor.execute(REFRESH, {"as_of": as_of, "since": as_of - dt.timedelta(days=365)})
        return int(cursor.rowcount)
