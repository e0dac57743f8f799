"""`python -m zhibu`: the command line where no `zhibu` script is installed."""

from __future__ import annotations

from zhibu.cli.main import main

if __name__ == "__main__":
    main()
