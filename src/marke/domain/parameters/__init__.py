"""The cooperative's own choices, each a dated row: what was decided, from when, by whom, on which source."""
