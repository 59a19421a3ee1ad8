"""membership.py: a member's own pages · union.py: a union as everybody sees it, and its poster · desk.py: an officer's
unions · members.py: members at the desk · offices.py · employers.py"""
