"""The same virtual printer at the other ends of other cables."""
