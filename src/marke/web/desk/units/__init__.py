"""Units at the desk: the list, one unit, the screening queue."""
