"""Every address of the product."""

from django.urls import include, path

urlpatterns = [
    path("", include("marke.web.urls")),
    path("api/", include("marke.api.urls")),
    path("account/", include("allauth.urls")),
]
