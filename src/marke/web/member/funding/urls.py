"""Addresses: the funding agreements of a unit."""

from django.urls import path

from marke.web.member.funding import views, writing

urlpatterns = [
    path("units/<int:unit>/funding/", views.agreements, name="agreements"),
    path("units/<int:unit>/funding/new/", writing.agreement_new, name="agreement_new"),
    path("units/<int:unit>/funding/<uuid:agreement>/", views.agreement, name="agreement"),
    path("units/<int:unit>/funding/<uuid:agreement>/claim/", writing.agreement_claim, name="agreement_claim"),
    path("units/<int:unit>/funding/<uuid:agreement>/close/", writing.agreement_close, name="agreement_close"),
    path("units/<int:unit>/funding/reports/<uuid:report>/", writing.agreement_report, name="agreement_report"),
    path("units/<int:unit>/funding/files/<uuid:file>/", views.agreement_file, name="agreement_file"),
    path("units/<int:unit>/funding/claims/<uuid:claim>/thanks/", views.agreement_thanks, name="agreement_thanks"),
]
