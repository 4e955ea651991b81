"""What must always hold between orders and their invoices; each statement finds the exceptions."""

from __future__ import annotations

from marke.domain.foundation.proofs import Proof

_LIVE = """
    select made.*, invoice.net as invoice_net
      from orders_orderinvoice made join sales_invoice invoice on invoice.id = made.invoice_id
     where invoice.credited = 0
"""

PROOFS = (
    Proof(
        "orders.part-is-invoice",
        "What an order says that was invoiced is what the invoice says, and both name each other.",
        """
        select made.invoice_id from orders_orderinvoice made
          left join sales_invoice invoice on invoice.id = made.invoice_id
         where invoice.id is null or invoice.net <> made.net or invoice.order_id <> made.order_id
            or made.net <> (select coalesce(sum(part::bigint), 0) from jsonb_array_elements_text(made.amounts) part)
        """,
    ),
    Proof(
        "orders.every-invoice-is-a-part",
        "No invoice names an order that does not know it.",
        """
        select invoice.id from sales_invoice invoice
         where invoice.order_id is not null and invoice.issued_on is not null and invoice.kind = 'invoice'
           and not exists (select 1 from orders_orderinvoice made where made.invoice_id = invoice.id)
        """,
    ),
    Proof(
        "orders.never-more-than-signed",
        "Of no order more was invoiced than was signed, with the orders that it replaced.",
        f"""
        with live as ({_LIVE})
        select current.id from orders_order current
          join orders_order any_of on coalesce(any_of.first_order_id, any_of.id)
                                    = coalesce(current.first_order_id, current.id)
          join live on live.order_id = any_of.id and live.period is null
         where current.state in ('running', 'done')
         group by current.id, current.net having sum(live.invoice_net) > current.net
        """,
    ),
    Proof(
        "orders.one-invoice-per-period",
        "Of an order that comes back each period is invoiced once.",
        f"""
        with live as ({_LIVE})
        select order_id, period from live where period is not null group by order_id, period having count(*) > 1
        """,
    ),
    Proof(
        "orders.remaining-is-the-rest",
        "What lists show as still to be invoiced is the order less its invoices.",
        f"""
        with live as ({_LIVE}),
             invoiced as (
               select coalesce(any_of.first_order_id, any_of.id) chain, sum(live.invoice_net) net
                 from live join orders_order any_of on any_of.id = live.order_id
                where live.period is null group by 1)
        select current.id from orders_order current
          left join invoiced on invoiced.chain = coalesce(current.first_order_id, current.id)
         where current.state in ('running', 'done')
           and not exists (select 1 from orders_orderstep where order_id = current.id and kind = 'period')
           and current.remaining <> current.net - coalesce(invoiced.net, 0)
        """,
    ),
)
