"""The simulator: «what can I pay myself from this invoice?», for anybody, in both directions."""
