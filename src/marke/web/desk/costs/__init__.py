"""The costs of units: decide them, and pay the approved ones."""
