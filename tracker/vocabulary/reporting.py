"""The words of the reporting year, each with its Chinese label and a sentence that tells a clerk what it means."""

from dataclasses import dataclass
from enum import StrEnum


class Explained(StrEnum):
    """A word with a label and a sentence of help: ``DRAFT = "draft", "草稿", "只有本单位看得见。"``."""

    def __new__(cls, value, label, help):
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.help = help
        return member


class Duty(Explained):
    """What an agency owes on a task: leads and responsibles a report, co-units a contribution."""

    REPORT = "report", "报告", "牵头、负责单位向领导小组办公室报告。"
    CONTRIBUTION = "contribution", "配合情况", "配合单位把本单位的情况报给汇总单位。"


class Owing(Explained):
    """Whether an expected row counts: only an owed one stands in totals, lights and reminders."""

    OWED = "owed", "应报", "本期应当报送。"
    UNASKED = "unasked", "待要求", "牵头单位要求时才报；现在不计入应报。"
    WITHDRAWN = "withdrawn", "已撤销", "办公室已说明理由撤销，不再应报。"


class ReportState(Explained):
    """How the paper of one row stands; how the task stands is ``Progress``."""

    OWED = "owed", "待填报", "还没有填写。"
    DRAFT = "draft", "草稿", "已保存，只有本单位看得见，还没有报送。"
    TO_SIGN = "to_sign", "待审签", "等本单位审签人审签；审签后报送。"
    SUBMITTED = "submitted", "已报送", "对方已收到，还没有审核；审核前可以撤回。"
    RETURNED = "returned", "已退回", "按退回意见修改后重新报送；退回期间不算已报。"
    TO_SIGN_AGAIN = "to_sign_again", "重报待审签", "已按退回意见修改，等本单位审签人审签。"
    RESUBMITTED = "resubmitted", "已重报", "已按退回意见重新报送，还没有审核。"
    ACCEPTED = "accepted", "审核通过", "办公室已审核通过，内容定稿。"
    TAKEN_OVER = "taken_over", "已采用", "汇总单位已采用这份配合情况。"


STANDING = frozenset({ReportState.SUBMITTED, ReportState.RESUBMITTED, ReportState.ACCEPTED, ReportState.TAKEN_OVER})
"""The states in which a submission stands: the row counts as reported."""
IN_REVIEW = frozenset({ReportState.SUBMITTED, ReportState.RESUBMITTED})
"""The states in which somebody must look at what was sent."""
SIGNING = frozenset({ReportState.TO_SIGN, ReportState.TO_SIGN_AGAIN})
"""The states in which a paper waits for the agency's approver."""
FINAL = frozenset({ReportState.ACCEPTED, ReportState.TAKEN_OVER})
"""The states in which whoever a paper was for has found it good."""
SENT_BACK = frozenset({ReportState.RETURNED, ReportState.TO_SIGN_AGAIN})
"""The states in which a returned paper has not been sent again."""
WITH_AGENCY = frozenset(ReportState) - STANDING
"""The states in which the agency still has something to do."""
EDITABLE = frozenset({ReportState.OWED, ReportState.DRAFT, ReportState.RETURNED})
"""The states in which the agency may write."""


class Action(Explained):
    """What somebody may do to one row."""

    SAVE = "save", "保存", "保存草稿，不报送。"
    SEND_TO_SIGN = "send_to_sign", "送审签", "交本单位审签人。"
    SEND_BACK = "send_back", "退改", "审签人退给填报人修改，或填报人自己收回再改，须写明理由。"
    SUBMIT = "submit", "报送", "报送给办公室或汇总单位，得到回执。"
    REPORT_NIL = "report_nil", "零报告", "本期没有可报的情况，须写明理由。"
    ENTER = "enter", "代录", "办公室按来函代为录入，须写明来函文号。"
    WITHDRAW = "withdraw", "撤回", "审核前撤回修改；撤回后不算已报。"
    RETURN = "return", "退回", "退回修改，须写明理由；截止日后须给出重报期限。"
    ACCEPT = "accept", "审核通过", "审核通过，内容定稿。"
    TAKE_OVER = "take_over", "采用", "汇总单位采用这份配合情况。"
    UNDO = "undo", "撤销", "撤销误退、误审或误采用，须写明理由。"
    COMPLETE = "complete", "补全年数据", "锁定前把数据补到全年，不算迟报。"


class Party(Explained):
    """Who acts on a row, as the row sees it."""

    REPORTER = "reporter", "填报人", "应报单位的填报人。"
    APPROVER = "approver", "审签人", "应报单位的审签人。"
    CONSOLIDATOR = "consolidator", "汇总单位", "汇总这项任务的单位。"
    OFFICE = "office", "办公室", "领导小组办公室。"


class Progress(Explained):
    """完成状态: how the task stands."""

    NOT_STARTED = "not_started", "未启动", "还没有开始。"
    UNDER_WAY = "under_way", "进行中", "正在推进。"
    DONE = "done", "已完成", "任务已经完成，可以申请办结。"
    CONTINUING = "continuing", "长期推进", "没有终点的任务，每期都报。"
    BLOCKED = "blocked", "受阻", "遇到困难，需要协调。"
    DROPPED = "dropped", "不再实施", "不再实施，须说明依据。"


class ObjectionState(Explained):
    """How far an objection has come; until it is decided the duty stands."""

    RAISED = "raised", "待决定", "办公室决定之前，仍须按期报送。"
    KEPT = "kept", "维持职责", "办公室决定仍由本单位承担。"
    CHANGED = "changed", "改派", "办公室决定改由其他单位承担。"
    WITHDRAWN = "withdrawn", "撤销职责", "办公室决定本单位不再应报。"
    TAKEN_BACK = "taken_back", "已收回", "单位自己收回了异议。"


class ExtensionState(Explained):
    """How far a request for more time has come; until it is decided the due date stands."""

    ASKED = "asked", "待决定", "办公室决定之前，仍须按原截止日报送。"
    GRANTED = "granted", "同意", "办公室同意延期，按延期后的日子算按时。"
    REFUSED = "refused", "不同意", "办公室不同意延期，原截止日不变。"
    TAKEN_BACK = "taken_back", "已收回", "单位自己收回了申请。"


class CycleState(Explained):
    """How far a reporting cycle has come."""

    PREPARED = "prepared", "筹备中", "应报清单还可以修改，单位看不见。"
    OPEN = "open", "报送中", "清单已冻结，单位可以报送；调整须写明理由。"
    LOCKED = "locked", "已锁定", "不再接收报送。"


class SupportRule(Explained):
    """Which co-units owe a contribution in a cycle; the office chooses."""

    ALL = "all", "全部应报", "每个配合单位都应报配合情况。"
    ON_REQUEST = "on_request", "牵头单位要求时", "汇总单位要求了才应报。"
    NONE = "none", "不报", "配合单位不报。"


class GateKind(Explained):
    """The dates planned back from the due date."""

    CONTRIBUTIONS = "contributions", "配合情况", "配合单位报给汇总单位的截止日。"
    LEAD_DRAFTS = "lead_drafts", "牵头报告", "牵头单位拿出报告稿的日子；不作为逾期依据。"
    OFFICE_REVIEW = "office_review", "办公室审核", "办公室审核的日子；不作为逾期依据。"
    SIGN_OFF = "sign_off", "签发", "报领导签发的日子；不作为逾期依据。"


class Adjusting(Explained):
    """A change of the frozen list, always with its reason."""

    ADDED = "added", "增加", "冻结以后增加的应报。"
    WITHDRAWN = "withdrawn", "撤销", "冻结以后撤销的应报。"
    REINSTATED = "reinstated", "恢复", "撤销以后又恢复的应报。"
    EXTENDED = "extended", "延期", "办公室同意推迟截止日的应报。"
    NAMED = "named", "改汇总", "开始报送以后改由另一家汇总；应报不增不减。"


class Colour(Explained):
    """The colours of lights; never shown without the word."""

    GREY = "grey", "灰", "还不作判断。"
    BLUE = "blue", "蓝", "还没有到期。"
    YELLOW = "yellow", "黄", "需要留意。"
    RED = "red", "红", "已经逾期或滞后。"
    GREEN = "green", "绿", "正常。"


@dataclass(frozen=True, slots=True)
class Light:
    """亮灯: a colour, the word that stands beside it, and why; ``manual`` is shown as 人工调整."""

    colour: Colour
    word: str
    why: str = ""
    manual: bool = False


class LightKind(Explained):
    """The two lights of a row."""

    FILING = "filing", "填报灯", "按时报送了没有。"
    PROGRESS = "progress", "进度灯", "任务推进得怎样。"


class Measured(Explained):
    """Whether a figure was reached or is expected by the end of the period."""

    ACTUAL = "actual", "实绩", "截至所填日期已经达到的数。"
    EXPECTED = "expected", "预计", "预计到期末达到的数；锁定前可以补全。"


class SnapshotPart(Explained):
    """What a snapshot is made of."""

    LEDGER = "ledger", "总台账", "总台账、汇总表、未报清单、图表。"
    COMPENDIUM = "compendium", "综合材料", "可以接着编辑的 Word 材料。"
    FIGURES = "figures", "年度数据", "与上年比较用的数据。"
