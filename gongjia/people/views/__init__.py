"""sign_in.py: the ways in · me.py: my information · proof.py: proving it · logs.py: who looked, what was done ·
security.py: second factor, password, sessions · counter.py: an officer with a person before them · demo.py"""
