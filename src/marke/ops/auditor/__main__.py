"""``python -m marke.ops.auditor --dsn ...``: prove the books, or say where they do not add up."""

from __future__ import annotations

import argparse
import sys

import psycopg

from .report import audit


def main(arguments: list[str] | None = None) -> int:
    """Print one line per check. Answers 0 when all hold, 1 on any finding, 2 when the books could not be read."""
    parser = argparse.ArgumentParser(prog="marke.ops.auditor", description=__doc__)
    parser.add_argument("--dsn", required=True, help="connection string of the read-only login")
    options = parser.parse_args(arguments)
    failed = 0
    try:
        for finding in audit(options.dsn):
            print(finding, flush=True)
            failed += not finding.holds
    except psycopg.Error as error:
        print(f"The books could not be read: {error}", file=sys.stderr)
        return 2
    print("The books hold." if not failed else f"{failed} checks failed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
