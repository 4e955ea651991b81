"""The simulator of a unit: «what can I pay myself from this budget?»"""
