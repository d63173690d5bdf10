"""`python -m cli`: the same command where launchers are blocked."""

from cli.main import main

if __name__ == "__main__":
    main()
