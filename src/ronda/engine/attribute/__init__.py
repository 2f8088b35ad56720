"""Attribution: whose a site is, in which relation, how sure, and why."""
