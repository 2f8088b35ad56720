"""The ledger of work: shards, leases, attempts."""
