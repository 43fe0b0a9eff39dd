"""What happens on each event of the page: asking, stopping, adding documents."""
