"""The rules of the reporting year: who owes what, what may follow what, when it was due, how it stands.

Pure: dates are arguments, rows come in and values go out; nothing here knows a database or a page.
"""
