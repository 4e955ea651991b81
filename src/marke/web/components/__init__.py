"""The design system: figures and days as Belgians write them, forms, tables, charts and the shell around each page."""
