"""Addresses: money out."""

from django.urls import path

from marke.web.desk.payouts import accounts, batches, orders

urlpatterns = [
    path("desk/payouts/", batches.payouts, name="desk_payouts"),
    path("desk/payouts/batches/<uuid:batch>/", batches.batch, name="desk_batch"),
    path("desk/payouts/batches/<uuid:batch>/approve/", batches.approve, name="desk_batch_approve"),
    path("desk/payouts/batches/<uuid:batch>/withdraw/", batches.withdraw, name="desk_batch_withdraw"),
    path("desk/payouts/batches/<uuid:batch>/export/", batches.export, name="desk_batch_export"),
    path("desk/payouts/batches/<uuid:batch>/file/", batches.file, name="desk_batch_file"),
    path("desk/payouts/batches/<uuid:batch>/confirm/", batches.confirm, name="desk_batch_confirm"),
    path("desk/payouts/orders/", orders.orders, name="desk_payout_orders"),
    path("desk/payouts/orders/<uuid:payment>/", orders.order, name="desk_payout_order"),
    path("desk/payouts/orders/<uuid:payment>/again/", orders.again, name="desk_payout_again"),
    path("desk/payouts/orders/<uuid:payment>/accept/", orders.accept, name="desk_payout_accept"),
    path("desk/payouts/orders/<uuid:payment>/return/", orders.returned, name="desk_payout_return"),
    path("desk/payouts/orders/<uuid:payment>/verify/", orders.verify, name="desk_payout_verify"),
    path("desk/payouts/payees/", accounts.payees, name="desk_payees"),
    path("desk/payouts/payees/questions/", accounts.questions, name="desk_payee_questions"),
    path("desk/payouts/accounts/", accounts.cases, name="desk_account_cases"),
    path("desk/payouts/accounts/<uuid:case>/", accounts.case, name="desk_account_case"),
]
