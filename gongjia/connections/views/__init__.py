"""tokens.py: a person's own tokens · desk.py: a union's partners, their tokens and webhooks"""
