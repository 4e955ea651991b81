"""Writes of quotes, by stage: writing, sending, answering, ending; templates and codes beside them."""
