"""Write units: open them, change who acts in them, move their budget, close them. One module per concern."""

from marke.domain.units.operations.advisers import answer_adviser_request, ask_for_another_adviser, assign_adviser
from marke.domain.units.operations.opening import Opening, next_numbers, open_unit, open_units, screen
from marke.domain.units.operations.people import (
    accept_invitation,
    add_role,
    change_scopes,
    end_role,
    invite,
    withdraw_invitation,
)
from marke.domain.units.operations.projects import close_project, open_project, rename_project
from marke.domain.units.operations.states import (
    close,
    continue_unit,
    freeze,
    rename,
    rest,
    start_closing,
    unfreeze,
    wake,
)
from marke.domain.units.operations.transfers import Move, send_back, transfer, transfer_many

__all__ = [
    "Move",
    "Opening",
    "accept_invitation",
    "add_role",
    "answer_adviser_request",
    "ask_for_another_adviser",
    "assign_adviser",
    "change_scopes",
    "close",
    "close_project",
    "continue_unit",
    "end_role",
    "freeze",
    "invite",
    "next_numbers",
    "open_project",
    "open_unit",
    "open_units",
    "rename",
    "rename_project",
    "rest",
    "screen",
    "send_back",
    "start_closing",
    "transfer",
    "transfer_many",
    "unfreeze",
    "wake",
    "withdraw_invitation",
]
