"""``python -m tracker``: the same as the console command."""

from tracker.commands import main

main()
