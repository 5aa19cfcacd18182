"""Lets `python -m cityties` do what `cityties` does."""

from cityties.cli import main

raise SystemExit(main())
