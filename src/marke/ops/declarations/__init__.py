"""Where work is declared: the office of Belgian social security, a simulator of it, and the demo's own office."""
