"""The systems that are measured: our assistant, a callable, a server, and the reference rows."""
