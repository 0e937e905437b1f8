"""A self-service terminal for government services: it reads a card, walks a person through a flow,
files, syncs, and prints a receipt that says only what is true."""
