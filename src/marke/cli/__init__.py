"""The command line of Marke."""
