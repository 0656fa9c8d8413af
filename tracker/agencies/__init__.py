"""Who a printed name is: the registry of agencies, their succession over time, and collectives with their members.

Plain rows come in (``tracker.agencies.rows``), plain values go out; nothing here reads a file or a database, and only
the caller knows what day it is.
"""
