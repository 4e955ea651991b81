"""The smallest vocabulary: money, days, identifiers, refusals. Pure Python, no input or output."""
