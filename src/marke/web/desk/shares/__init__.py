"""Shares at the desk: waiting for money, the register of any day, exits and their clock."""
