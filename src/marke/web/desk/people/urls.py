"""Addresses: people at the desk."""

from django.urls import path

from marke.web.desk.people import organisations, views

urlpatterns = [
    path("desk/people/", views.people, name="desk_people"),
    path("desk/organisations/", organisations.organisations, name="desk_organisations"),
    path("desk/organisations/<uuid:organisation>/", organisations.organisation_page, name="desk_organisation"),
    path("desk/organisations/<uuid:organisation>/share/", organisations.share, name="desk_organisation_share"),
    path("desk/organisations/<uuid:organisation>/unit/", organisations.unit_new, name="desk_organisation_unit"),
    path("desk/people/<uuid:person>/organisation/", organisations.register, name="desk_organisation_new"),
    path("desk/people/<uuid:person>/", views.person_page, name="desk_person"),
    path("desk/people/<uuid:person>/identity/", views.check_identity, name="desk_identity_check"),
    path("desk/people/<uuid:person>/documents/<str:kind>/", views.document, name="desk_identity_document"),
    path("desk/people/<uuid:person>/national-number/", views.national_number, name="desk_national_number"),
    path("desk/people/<uuid:person>/suspend/", views.suspend_person, name="desk_suspend"),
    path("desk/people/<uuid:person>/admission/", views.admission, name="desk_admission"),
    path("desk/people/<uuid:person>/exclusion/", views.exclusion, name="desk_exclusion"),
]
