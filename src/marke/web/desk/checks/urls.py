"""Addresses: documents to look at, and who goes without."""

from django.urls import path

from marke.web.desk.checks import together, views

urlpatterns = [
    path("desk/checks/", views.checks, name="desk_checks"),
    path("desk/checks/together/", together.checks_together, name="desk_checks_together"),
    path("desk/checks/together/<uuid:run>/", together.checks_together_run, name="desk_checks_together_run"),
    path("desk/checks/<uuid:check>/", views.check, name="desk_check"),
    path("desk/checks/<uuid:check>/trust/", views.trust, name="desk_check_trust"),
]
