"""Addresses: shares at the desk."""

from django.urls import path

from marke.web.desk.shares import exits, views

urlpatterns = [
    path("desk/shares/", views.waiting, name="desk_shares"),
    path("desk/shares/payment/", views.payment, name="desk_share_payment"),
    path("desk/shares/expire/", views.expire, name="desk_shares_expire"),
    path("desk/shares/register/", views.register, name="desk_share_register"),
    path("desk/shares/register.xlsx", views.register_file, name="desk_share_register_file"),
    path("desk/shares/transfer/", views.transfer, name="desk_share_transfer"),
    path("desk/exits/", exits.exits_queue, name="desk_exits"),
    path("desk/exits/<uuid:exit>/", exits.exit_page, name="desk_exit"),
    path("desk/exits/<uuid:exit>/accept/", exits.accept, name="desk_exit_accept"),
    path("desk/exits/<uuid:exit>/reject/", exits.reject, name="desk_exit_reject"),
    path("desk/exits/<uuid:exit>/release/", exits.release, name="desk_exit_release"),
    path("desk/exits/<uuid:exit>/repay/", exits.repay, name="desk_exit_repay"),
]
