"""``python -m scorer`` is the command ``scorer``."""

from __future__ import annotations

from scorer.cli.main import main

if __name__ == "__main__":
    main()
