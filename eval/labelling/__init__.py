"""Questions of one's own: labelled in a page, or imported from other tools' files."""
