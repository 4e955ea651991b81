"""Addresses: the quotes of the whole enterprise."""

from django.urls import path

from marke.web.desk.quotes import views

urlpatterns = [
    path("desk/quotes/", views.quotes, name="desk_quotes"),
    path("desk/quotes/<uuid:quote>/", views.quote, name="desk_quote"),
    path("desk/quotes/<uuid:quote>/pdf/", views.quote_pdf, name="desk_quote_pdf"),
    path("desk/quotes/<uuid:quote>/paper/", views.quote_paper, name="desk_quote_paper"),
]
