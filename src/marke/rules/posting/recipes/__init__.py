"""Recipes: what each event does to the books. One pure function per event, named P1, P2 ... as in the domain reference.

A recipe takes amounts in cents that were computed before (VAT, contribution, budget) and answers an `Entry`. It never
looks anything up: what depends on the state of the books (how much expected budget is left) is an argument.
"""
