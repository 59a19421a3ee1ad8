class Refused(Exception):
    """The thing cannot be done now; the message is a sentence that says why and what to do."""
