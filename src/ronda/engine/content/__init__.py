"""Text features: injected gambling, parked and default pages, freshness."""
