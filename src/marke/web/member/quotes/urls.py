"""Addresses: the quotes of a unit."""

from django.urls import path

from marke.web.member.quotes import acting, templates, views, writing

QUOTES = "units/<int:unit>/quotes/"
QUOTE = f"{QUOTES}<uuid:quote>/"

urlpatterns = [
    path(QUOTES, views.quotes, name="quotes"),
    path(f"{QUOTES}new/", writing.quote_new, name="quote_new"),
    path(f"{QUOTES}new/<uuid:client>/", writing.quote_new_for, name="quote_new_for"),
    path(f"{QUOTES}preview/", writing.quote_preview, name="quote_preview"),
    path(f"{QUOTES}templates/", templates.quote_templates, name="quote_templates"),
    path(
        f"{QUOTES}templates/<uuid:quote_template>/remove/",
        templates.quote_template_remove,
        name="quote_template_remove",
    ),
    path(QUOTE, views.quote, name="quote"),
    path(f"{QUOTE}pdf/", views.quote_pdf, name="quote_pdf"),
    path(f"{QUOTE}paper/", views.quote_paper, name="quote_paper"),
    path(f"{QUOTE}edit/", writing.quote_edit, name="quote_edit"),
    path(f"{QUOTE}change/", acting.quote_change, name="quote_change"),
    path(f"{QUOTE}discard/", acting.quote_discard, name="quote_discard"),
    path(f"{QUOTE}take-back/", acting.quote_take_back, name="quote_take_back"),
    path(f"{QUOTE}withdraw/", acting.quote_withdraw, name="quote_withdraw"),
    path(f"{QUOTE}signed/", acting.quote_signed, name="quote_signed"),
    path(f"{QUOTE}template/", templates.quote_template_keep, name="quote_template_keep"),
]
