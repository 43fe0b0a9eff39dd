"""The page and the HTTP interface: they show, they decide nothing."""
