"""python -m acceptance is the command acceptance."""

from acceptance.cli import main

raise SystemExit(main())
