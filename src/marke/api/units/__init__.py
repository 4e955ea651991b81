"""The units that a key opens."""
