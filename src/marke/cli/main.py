"""``./marke``: the command line of the product. Each command loads only what it needs."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "demo": (
        "marke.cli.demo:demo",
        "Fill the demo cooperative, print a report and the links of its people, and serve it until Ctrl-C.",
    ),
    "test": (
        "marke.cli.test:test",
        "Run the tests in random order on two processes; ARGUMENTS go to pytest as they are.",
    ),
    "serve": (
        "marke.cli.serve:serve",
        "Serve the site until Ctrl-C, with a worker beside it; the embedded database stops with it.",
    ),
    "work": (
        "marke.cli.work:work",
        "Send what waits in the outbox and do the daily work, until Ctrl-C or a stop signal.",
    ),
    "migrate": ("marke.cli.database:migrate", "Bring the database to the current schema."),
    "shell": (
        "marke.cli.database:shell",
        "A Python prompt with Django loaded; open transactions with «with acting_as_system():».",
    ),
    "init": (
        "marke.cli.init:init",
        "Open a real, empty cooperative from questions or a YAML file, and invite its first administrator.",
    ),
    "selfcheck": (
        "marke.cli.selfcheck:selfcheck",
        "Recompute everything that must add up; exit with status 1 when something does not.",
    ),
    "nightly": (
        "marke.cli.nightly:nightly",
        "Let what is overdue expire, seal the books, tell their root outside, refresh figures, prove everything.",
    ),
    "check": (
        "marke.cli.gate:check",
        "Formatting, lint, types, import contracts, templates, migrations, deployment, translations, security.",
    ),
    "translations": (
        "marke.cli.translations:translations",
        "List what lacks its Dutch, its French or, for clients, its German; exit with status 1 when something does.",
    ),
    "bench": (
        "marke.cli.bench:bench",
        "Measure on a throw-away database: posting, reading, proving, payslips, the demo.",
    ),
    "payroll": ("marke.cli.payroll:payroll", "Payslips: compute them, and check the engine against published cases."),
    "einvoice": (
        "marke.cli.einvoice:einvoice",
        "Structured invoices (Peppol, EN 16931): validate them, check the engine, install rule packs.",
    ),
    "register": (
        "marke.cli.register:register",
        "Public registers: load the open data that finds a client by its enterprise number.",
    ),
    "social": (
        "marke.cli.social:social",
        "Declarations of pay, made from the payslips in the books.",
    ),
    "vat": ("marke.cli.vat:vat", "VAT returns and lists, made from the documents in the books."),
    "wages": ("marke.cli.wages:wages", "Wage runs: run what is ready, see how far it is, how soon wages arrive."),
    "bank": (
        "marke.cli.bank:bank",
        "Bank files: read statements (CODA, camt), prove their balances, and take them in.",
    ),
}
"""Where each command lives, and its first sentence: help is shown without loading any of them."""


class LazyCommands(click.Group):
    """A group whose commands are imported when they are used, so that ``./marke`` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, sentence) for name, (_, sentence) in COMMANDS.items()])


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="marke", prog_name="Marke")
def main() -> None:
    """Marke: the software of a shared enterprise. Start with «./marke demo»."""


if __name__ == "__main__":
    main(prog_name="./marke")
