"""tokens.py: make, revoke, warn · calls.py: once per idempotency key, and counting · webhooks.py: add, stop, announce,
deliver"""
