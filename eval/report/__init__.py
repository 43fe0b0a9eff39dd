"""One HTML file about a run that opens without a network."""
