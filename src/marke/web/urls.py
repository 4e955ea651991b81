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
    path("", include("marke.web.desk.audit.urls")),
    path("", include("marke.web.desk.open_as.urls")),
    path("", include("marke.web.desk.settings.urls")),
    path("", include("marke.web.palette.urls")),
    path("", include("marke.web.components.styleguide_urls")),
]
