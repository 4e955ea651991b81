"""Addresses: a member's own shares."""

from django.urls import path

from marke.web.member.shares import views

urlpatterns = [
    path("shares/", views.shares, name="shares"),
    path("shares/certificate/", views.share_certificate, name="share_certificate"),
    path("shares/leave/", views.leave, name="leave"),
    path("shares/stay/", views.stay, name="stay"),
    path("shares/observations/", views.observations, name="exclusion_observations"),
]
