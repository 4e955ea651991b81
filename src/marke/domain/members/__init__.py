"""Shares, the register, the contract of use: who owns the enterprise and on which terms it is used."""
