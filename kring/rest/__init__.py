"""The frame of the REST API: who asks, in which transaction, and how answers and refusals look.

A subject's `api.py` makes `Routes` and says per operation which scope a token needs and what comes back. The site puts
them together (`kring.site.api`) and tells `open_with` whom a token stands for.
"""
