"""Any spreadsheet file as cells, in bounded time and memory; free of Django, so a child can run it."""
