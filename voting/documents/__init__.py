"""Papers: what is printed, beside the templates that lay it out."""
