"""Run the command as `python -m scraper`."""

from scraper.cli import main

main()
