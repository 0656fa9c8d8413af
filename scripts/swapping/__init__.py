"""Asking for what is another's."""
