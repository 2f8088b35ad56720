"""Parts that several sources share; modules here are no sources themselves."""
