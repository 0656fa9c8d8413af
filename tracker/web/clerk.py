"""经办人: whose name stands under a change. It is that of the account."""

from tracker.web.people import person


def signed() -> str:
    """The name under what is being sent; "" if nobody is signed in."""
    who = person()
    return who.name if who else ""
