"""Local figures that the union enters: they stand before those that came with the claims library."""
