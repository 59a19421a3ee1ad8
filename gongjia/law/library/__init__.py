"""The law at hand: statutes with their versions, and a search for people who do not speak the law's language."""
