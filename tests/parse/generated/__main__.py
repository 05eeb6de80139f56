"""Make pages and print what is wrong with their readings.

python -m tests.parse.generated [KIND]... [--level odd] [--pages 200] [--examples 10]
"""

from __future__ import annotations

import argparse

from tests.parse.generated.maker import Level
from tests.parse.generated.run import KINDS, pages, report


def main() -> int:
    """Return 1 when a reading is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.parse.generated", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--level", choices=[each.name.lower() for each in Level], default="odd")
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--examples", type=int, default=10)
    options = parser.parse_args()
    level, wrong = Level[options.level.upper()], False
    if unknown := set(options.kinds) - set(KINDS):
        parser.error(f"no such kind: {', '.join(sorted(unknown))}")
    for kind in options.kinds or KINDS:
        made = pages(kind, level, options.pages)
        if any(each.wrong for each in made):
            wrong = True
            print(report(kind, level, made, options.examples))
        read, whole = sum(each.read for each in made), sum(each.whole for each in made)
        print(f"{read} of {whole} fields of kind {kind} were read\n")
    return int(wrong)


if __name__ == "__main__":
    raise SystemExit(main())
