"""What every door for programs shares: problems, pages of a list, scopes, and the description of it all (OpenAPI).

problems.py: errors as RFC 9457 in the caller's language · scopes.py: who calls and what an operation needs ·
paging.py: keyset pages · reading.py: JSON that our tables can hold · openapi.py: the description
"""
