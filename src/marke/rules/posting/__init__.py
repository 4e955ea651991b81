"""Posting rules: account roles, entries that refuse to be wrong, and the recipe of each event. Pure and country-free.

Start with `roles` (what accounts exist), then `entry` (what an entry is), then `recipes` (what an event means).
"""
