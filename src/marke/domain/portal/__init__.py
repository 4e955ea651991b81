"""What a client sees without an account: personal links, their use, and the statement."""
