"""Plain files that discovery reads: hosts that shorten links, and hosts of pages of links."""
