"""What people tell the office: a citizen reports a site, an agency declares its own."""
