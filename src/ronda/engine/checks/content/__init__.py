"""What stands on the page: injected gambling, parked and default pages."""
