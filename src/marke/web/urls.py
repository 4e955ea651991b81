"""Addresses of the website; each part lists its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("marke.web.public.landing.urls")),
    path("", include("marke.web.public.accounts.urls")),
    path("", include("marke.web.public.demo.urls")),
    path("", include("marke.web.public.help.urls")),
    path("", include("marke.web.member.home.urls")),
    path("", include("marke.web.member.units.urls")),
    path("", include("marke.web.desk.home.urls")),
    path("", include("marke.web.desk.units.urls")),
    path("", include("marke.web.desk.advisers.urls")),
    path("", include("marke.web.desk.audit.urls")),
    path("", include("marke.web.desk.open_as.urls")),
    path("", include("marke.web.desk.settings.urls")),
    path("", include("marke.web.palette.urls")),
    path("", include("marke.web.components.styleguide_urls")),
    path("", include("marke.web.public.join.urls")),
    path("", include("marke.web.member.shares.urls")),
    path("", include("marke.web.member.contract_of_use.urls")),
    path("", include("marke.web.member.me.urls")),
    path("", include("marke.web.desk.people.urls")),
    path("", include("marke.web.desk.shares.urls")),
    path("", include("marke.web.desk.contracts_of_use.urls")),
    path("", include("marke.web.member.clients.urls")),
    path("", include("marke.web.member.invoices.urls")),
    path("", include("marke.web.member.costs.urls")),
    path("", include("marke.web.desk.clients.urls")),
    path("", include("marke.web.desk.invoices.urls")),
    path("", include("marke.web.desk.payments.urls")),
    path("", include("marke.web.desk.costs.urls")),
]
