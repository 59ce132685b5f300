"""``python -m glambot`` is the command ``glambot``."""

from glambot.cli import main

if __name__ == "__main__":
    main()
