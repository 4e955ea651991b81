"""Writes of sending and receiving: deliveries, what the directory says, and the inbox."""
