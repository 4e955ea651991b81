"""``./marke``: the command line of the product. Each command loads only what it needs."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "demo": "marke.cli.demo:demo",
    "test": "marke.cli.test:test",
    "serve": "marke.cli.serve:serve",
    "migrate": "marke.cli.database:migrate",
    "shell": "marke.cli.database:shell",
    "init": "marke.cli.init:init",
    "selfcheck": "marke.cli.selfcheck:selfcheck",
    "check": "marke.cli.gate:check",
    "translations": "marke.cli.translations:translations",
    "bench": "marke.cli.bench:bench",
    "payroll": "marke.cli.payroll:payroll",
    "einvoice": "marke.cli.einvoice:einvoice",
}


class LazyCommands(click.Group):
    """A group whose commands are imported when they are used, so that ``./marke`` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="marke", prog_name="Marke")
def main() -> None:
    """Marke: the software of a shared enterprise. Start with «./marke demo»."""


if __name__ == "__main__":
    main(prog_name="./marke")
