"""The queue of documents that somebody looks at before they bind the enterprise."""
