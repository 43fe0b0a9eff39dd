"""What no single statement tells: the event as a whole, its disputes, and what came of what was expected."""
