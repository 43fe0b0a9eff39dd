"""What a statement tells: of which kind and time, who speaks or acts, what it puts right, and which says the same."""
