"""`python -m muqabala`."""

from muqabala.cli import main

main()
