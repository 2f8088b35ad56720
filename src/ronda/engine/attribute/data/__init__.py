"""Facts that attribution reads: plain files, so that an office can correct them."""
