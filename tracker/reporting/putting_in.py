"""Where the text of a contribution goes that is taken over: into the consolidator's own report, while that may be written."""

from tracker.vocabulary.reporting import IN_REVIEW, SIGNING, Owing, ReportState

SHUT = (
    (IN_REVIEW, "本单位的报告已经报送", "请先撤回修改"),
    (SIGNING, "本单位的报告已送审签", "请先收回修改"),
    ({ReportState.ACCEPTED}, "本单位的报告已审核通过", "请联系领导小组办公室，撤销审核通过以后撤回修改"),
)


def shut(owing: Owing, state: ReportState) -> tuple[str, str]:
    """Why a report takes no co-unit's text as it stands, and what is to be done first; both empty where it takes them."""
    if owing is not Owing.OWED:
        return "本单位的这一行不应报", "请联系领导小组办公室恢复应报"
    return next(((why, first) for states, why, first in SHUT if state in states), ("", ""))


def before_taking(owing: Owing, state: ReportState) -> str:
    """What is said before contributions are taken over that will not go into the report; empty where they will."""
    why, first = shut(owing, state)
    return f"{why}，现在采用的，文字不会放进报告；要放进去，{first}，再采用。" if why else ""


def after_taking(owing: Owing, state: ReportState) -> str:
    """What is said after: where the texts stand, or how they come into the report."""
    why, first = shut(owing, state)
    if why:
        return f"{why}，文字没有放进报告；要放进去，{first}，再点“放进工作进展”。"
    return "文字在工作进展里，以【单位名称】开头。"
