"""Addresses: a member's unit."""

from django.urls import path

from marke.web.member.units.views import dashboard, opening, people, projects, settings, statement, transfers

urlpatterns = [
    path("units/new/", opening.unit_new, name="unit_new"),
    path("units/new/trade/", opening.trade_note, name="unit_trade_note"),
    path("units/<int:unit>/", dashboard.unit_page_, name="unit"),
    path("units/<int:unit>/budget/", dashboard.budget, name="unit_budget"),
    path("units/<int:unit>/statement/", statement.statement, name="unit_statement"),
    path("units/<int:unit>/statement/<int:year>.<slug:kind>", statement.export, name="unit_statement_file"),
    path("units/<int:unit>/transfers/", transfers.transfers, name="transfers"),
    path("units/<int:unit>/transfers/new/", transfers.transfer_new, name="transfer_new"),
    path("units/<int:unit>/transfers/<uuid:transfer>/", transfers.transfer, name="transfer"),
    path("units/<int:unit>/transfers/<uuid:transfer>/back/", transfers.transfer_back, name="transfer_back"),
    path("units/<int:unit>/projects/", projects.projects, name="unit_projects"),
    path("units/<int:unit>/projects/<uuid:project>/", projects.project, name="unit_project"),
    path("units/<int:unit>/projects/<uuid:project>/close/", projects.close, name="unit_project_close"),
    path("units/<int:unit>/people/", people.people, name="unit_people"),
    path("units/<int:unit>/people/invite/", people.invite, name="unit_invite"),
    path("units/<int:unit>/people/<uuid:role>/", people.role, name="unit_role"),
    path("units/<int:unit>/people/<uuid:role>/end/", people.end_role, name="unit_role_end"),
    path("units/<int:unit>/invitations/<uuid:invitation>/", people.withdraw, name="unit_invitation_withdraw"),
    path("invitation/<str:token>/", people.accept, name="invitation"),
    path("units/<int:unit>/settings/", settings.settings_page, name="unit_settings"),
    path("units/<int:unit>/settings/adviser/", settings.another_adviser, name="unit_adviser"),
    path("units/<int:unit>/settings/closing/", settings.closing, name="unit_closing"),
]
