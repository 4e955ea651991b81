"""Addresses: joining, one question per page."""

from django.urls import path

from marke.web.public.join import confirmation, views

urlpatterns = [
    path("join/", confirmation.join, name="join"),
    path("join/confirm/<str:token>/", confirmation.confirm, name="join_confirm"),
    path("join/you/", views.you, name="join_you"),
    path("join/activity/", views.activity, name="join_activity"),
    path("join/unit/", views.unit, name="join_unit"),
    path("join/account/", views.account, name="join_account"),
    path("join/sign/", views.sign, name="join_sign"),
    path("join/done/", views.done, name="join_done"),
]
