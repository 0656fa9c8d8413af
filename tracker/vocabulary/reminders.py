"""The words of reminding: the steps of the ladder, their colours and papers, and what became of a letter."""

from tracker.vocabulary.reporting import Colour, Explained


class Step(Explained):
    """What an office may do about a late agency, one after the other; 商请函 is what it may do instead of urging."""

    REMIND = "remind", "提醒", "提示还有什么没有报送；到期前后都可以发。"
    URGE = "urge", "催办", "逾期以后发催办通知，给出新的期限。"
    SUPERVISE = "supervise", "督查单", "催办期限已过仍未报送，发督查单。"
    REQUEST = "request", "商请函", "对不由本办公室催办的单位，逾期以后商请报送。"


COLOURS = {Step.REMIND: Colour.BLUE, Step.URGE: Colour.YELLOW, Step.SUPERVISE: Colour.RED, Step.REQUEST: Colour.YELLOW}
"""The colour of each step; never shown without the word."""
PAPERS = {Step.URGE: "催办", Step.SUPERVISE: "督查", Step.REQUEST: "商请"}
"""The steps that are numbered papers, and what their number begins with: ``督查〔2026〕3号``."""


def paper_number(step: Step, year: int, number: int) -> str:
    """``督查〔2026〕3号``: one series counts all papers of a group in a year."""
    return f"{PAPERS[step]}〔{year}〕{number}号"


class LetterState(Explained):
    """What became of an e-mail; whatever it is, the reminder also stands in the system."""

    WAITING = "waiting", "待发", "还没有发出，下次运行时再发。"
    SENDING = "sending", "发送中断", "发送时中断，不知道对方收到没有；不再重发，请电话确认。"
    SENT = "sent", "已发出", "邮件服务器已接收。"
    REFUSED = "refused", "被拒收", "邮件服务器拒收这个地址；请核对单位联系人的邮箱。"
    DROPPED = "dropped", "不用再发", "发出以前已经报送，不用再发。"
