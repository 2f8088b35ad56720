"""Whether somebody still looks after the content."""
