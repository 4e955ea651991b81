"""The quarterly declaration of social security (DmfA): who worked, how long, what for, and what is owed on it."""
