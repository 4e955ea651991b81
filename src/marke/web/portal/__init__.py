"""The portal: what a client sees by a personal link, without an account."""
