"""The demo cooperative «De Marke»: an invented shared enterprise with a year of life in it."""
