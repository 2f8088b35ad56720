"""`python -m ronda`."""

from ronda.cli import main

if __name__ == "__main__":
    main()
