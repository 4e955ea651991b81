"""Settings: `base` holds what is always true; `dev`, `demo`, `test` and `prod` say how they differ."""
