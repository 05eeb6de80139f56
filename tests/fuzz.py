"""Throw damaged documents and packages at their readers for a while: make fuzz [MINUTES=10]

Each is a good one with bytes changed, cut, doubled or swapped with another's. The readers must
answer or refuse each in time; none may take this process down, leave a file, or hang.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from scraper.documents.package import read_member, read_package
from scraper.documents.pool import Limits, Readers
from scraper.documents.unpack import Left
from scraper.errors import DocumentFault
from tests import packages, papers
from tests.standin.pdf import pdf
from tests.test_contracts import OPENAPI, WSDL, XSD, spec


def seeds() -> dict[str, bytes]:
    """Give a good file of each kind."""
    return {
        "a.docx": papers.word(papers.paragraph("Ord") + papers.table(("a", "b"), ("c", "d"))),
        "a.xlsx": papers.xlsx(Ark=[["a", 1], ["b", 2.5]]),
        "a.xls": papers.xls("Ark", [["a", 1], ["b", 2.5]]),
        "a.ods": papers.ods("Ark", [["a", "b"]]),
        "a.pdf": pdf("En side", "Endnu en"),
        "a.wsdl": WSDL.encode(),
        "a.xsd": XSD.encode(),
        "a.json": repr(OPENAPI).replace("'", '"').encode(),
        "a.yaml": repr(OPENAPI).encode(),
        "sp/service.properties": b"service.uuid=1\nservice.entityID=http\\://x\n",
        "pakke_manifest.n3": packages.manifest().encode(),
        "a.txt": "Rødgrød med fløde".encode("latin-1"),
        "pakke.zip": spec(),
    }


def damaged(rng: random.Random, body: bytes, other: bytes) -> bytes:
    """Give a file with a few things wrong."""
    data = bytearray(body)
    for _ in range(rng.choice((1, 1, 2, 8, 40))):
        at = rng.randrange(len(data) + 1)
        kind = rng.randrange(6)
        if kind == 0 and data:
            data[at % len(data)] = rng.randrange(256)
        elif kind == 1:
            del data[at : at + rng.choice((1, 4, 100))]
        elif kind == 2:
            data[at:at] = rng.randbytes(rng.choice((1, 4, 50)))
        elif kind == 3:
            data[at:at] = data[at : at + rng.choice((8, 200))] * rng.choice((1, 3, 50))
        elif kind == 4:
            start = rng.randrange(len(other) + 1)
            data[at:at] = other[start : start + rng.choice((10, 500))]
        elif len(data) > 4:
            place = at % (len(data) - 4)
            data[place : place + 4] = rng.choice((b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff"))
    return bytes(data)


def main() -> int:
    """Fuzz, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    options = parser.parse_args()
    rng, good = random.Random(options.seed), seeds()
    print(f"seed {options.seed}", file=sys.stderr)
    outcomes: Counter[str] = Counter()
    end, slowest = time.monotonic() + 60 * options.minutes, 0.0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with Readers(read_member, Limits(seconds=20)) as readers:
            while time.monotonic() < end:
                name = rng.choice(list(good))
                body = damaged(rng, good[name], rng.choice(list(good.values())))
                began = time.monotonic()
                if name.endswith(".zip"):
                    try:
                        for each in read_package("p", body, readers, lambda _: None):
                            left = each.kind if isinstance(each, Left) else "read"
                            outcomes[f"package: {left}"] += 1
                    except DocumentFault as fault:
                        outcomes[f"package: {fault.kind}"] += 1
                else:
                    for _, outcome in [*readers.submit(name, name, body), *readers.rest()]:
                        fault = isinstance(outcome, DocumentFault)
                        outcomes[outcome.kind if fault else "read"] += 1
                slowest = max(slowest, time.monotonic() - began)
        left_over = list(Path(folder).iterdir())
    for kind, number in outcomes.most_common():
        print(f"{number:8} {kind}")
    print(
        f"{sum(outcomes.values())} files, the slowest {slowest:.1f} s, {len(left_over)} left over"
    )
    return 1 if left_over else 0


if __name__ == "__main__":
    sys.exit(main())
