"""The address of the living style guide."""

from django.urls import path

from marke.web.components import styleguide

urlpatterns = [
    path("styleguide/", styleguide.page, name="styleguide"),
    path("styleguide/<slug:layout>/", styleguide.page, name="styleguide_layout"),
]
