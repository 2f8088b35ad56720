"""What the name system says of the site."""
