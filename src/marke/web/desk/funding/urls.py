"""Addresses: funding agreements at the desk."""

from django.urls import path

from marke.web.desk.funding import views

urlpatterns = [
    path("desk/funding/", views.agreements, name="desk_agreements"),
    path("desk/funding/<uuid:agreement>/", views.agreement, name="desk_agreement"),
    path("desk/funding/files/<uuid:file>/", views.agreement_file, name="desk_agreement_file"),
]
