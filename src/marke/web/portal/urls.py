"""Addresses: the portal of clients."""

from django.urls import path

from marke.web.portal.views import door, invoices, overview, quotes

urlpatterns = [
    path("portal/open/<str:secret>/", door.portal_open, name="portal_open"),
    path("portal/closed/", door.portal_closed, name="portal_closed"),
    path("portal/language/", door.portal_language, name="portal_language"),
    path("portal/seen/", door.portal_seen, name="portal_seen"),
    path("portal/not-for-me/", door.portal_not_for_me, name="portal_not_for_me"),
    path("portal/", overview.portal, name="portal"),
    path("portal/statement/", overview.portal_statement, name="portal_statement"),
    path("portal/statement.csv", overview.portal_statement_csv, name="portal_statement_csv"),
    path("portal/question/", overview.portal_question, name="portal_question"),
    path("portal/question/asked/", overview.portal_asked, name="portal_asked"),
    path("portal/quotes/<uuid:quote>/", quotes.portal_quote, name="portal_quote"),
    path("portal/quotes/<uuid:quote>/pdf/", quotes.portal_quote_pdf, name="portal_quote_pdf"),
    path("portal/quotes/<uuid:quote>/accept/", quotes.portal_quote_accept, name="portal_quote_accept"),
    path("portal/quotes/<uuid:quote>/decline/", quotes.portal_quote_decline, name="portal_quote_decline"),
    path("portal/quotes/<uuid:quote>/code/", quotes.portal_quote_code, name="portal_quote_code"),
    path("portal/invoices/<uuid:invoice>/", invoices.portal_invoice, name="portal_invoice"),
    path("portal/invoices/<uuid:invoice>/pdf/", invoices.portal_invoice_pdf, name="portal_invoice_pdf"),
    path("portal/invoices/<uuid:invoice>/xml/", invoices.portal_invoice_xml, name="portal_invoice_xml"),
]
