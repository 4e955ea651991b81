"""The website: member portal, staff desk and public pages."""
