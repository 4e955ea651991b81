"""Documents of pay on paper: the data, ready to print, and the templates that set them."""
