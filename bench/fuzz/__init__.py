"""What reads the typed and the sent, one target a reader. Each is a function of bytes that must never raise anything but
the reader's own refusal. `python -m bench.fuzz NAME SECONDS` runs one with atheris; `python -m bench.parsers` runs all.
"""
