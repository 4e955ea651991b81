"""People at the desk: find them, check who they are, see their shares and units."""
