"""Breaks the program on purpose, one thing at a time, in a copy; the test that protects it has to fail.

python packaging/sabotage [name ...] ends with 0 when every test noticed, and with 1 otherwise: a sabotage
that nobody noticed shows a test that is missing. What is broken, and who notices, stands in sabotages.yaml.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from sabotages import Sabotage, SabotageError, load
from scratch import Copy
from trials import Trial, control, prove

HERE = Path(__file__).resolve().parent


def main() -> int:
    options = _options()
    try:
        chosen = _chosen(load(options.sabotages), options.names)
        for sabotage in chosen:
            sabotage.broken(options.root)
        with TemporaryDirectory(prefix="sabotage-") as folder:
            return _run(options.root, Path(folder), chosen, options.at_once)
    except SabotageError as error:
        print(f"sabotage: {error}", file=sys.stderr)
        return 2


def _run(root: Path, folder: Path, chosen: list[Sabotage], at_once: int) -> int:
    whole = Copy.of(root, folder / "whole")
    prove(whole)
    control(whole, [sabotage.noticed_by for sabotage in chosen], at_once)
    print(f"control: without sabotage all {len(chosen)} pass in the copy", flush=True)
    wide = max(len(sabotage.name) for sabotage in chosen)
    with ThreadPoolExecutor(at_once) as pool:
        trials = pool.map(lambda sabotage: Trial.of(whole, folder, sabotage), chosen)
        failed = 0
        for trial in trials:
            failed += not trial.noticed
            print(
                f"{trial.verdict:9} {trial.sabotage.name:{wide}}  {trial.seconds:5.1f} s  {trial.said}",
                flush=True,
            )
    print(f"{len(chosen) - failed} of {len(chosen)} sabotages were noticed")
    return 1 if failed else 0


def _chosen(all: list[Sabotage], names: list[str]) -> list[Sabotage]:
    if unknown := set(names) - {sabotage.name for sabotage in all}:
        raise SabotageError(f"no sabotage is called {', '.join(sorted(unknown))}")
    return [sabotage for sabotage in all if not names or sabotage.name in names]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sabotage", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="name", help="only these")
    parser.add_argument("--root", type=Path, default=HERE.parents[1], help="the tree that is copied")
    parser.add_argument("--sabotages", type=Path, default=HERE / "sabotages.yaml", help="what is broken")
    parser.add_argument("--at-once", type=int, default=2, help="how many run beside each other")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
