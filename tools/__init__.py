"""Setting up, building and checking the book: what the Makefile runs."""
