"""The field's words as enums, each with its Chinese label. A value is what is stored, exported and put in JSON.

Those of documents and responsibility stand here, those of the reporting year in ``tracker.vocabulary.reporting``.
"""

from enum import StrEnum


class Labelled(StrEnum):
    """A word with a Chinese label: ``LEAD = "lead", "牵头"``."""

    def __new__(cls, value, label):
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Role(Labelled):
    """What a unit does in a task, as printed in the document (DESIGN: 牵头 / 负责 / 配合 / 指导)."""

    LEAD = "lead", "牵头"
    RESPONSIBLE = "responsible", "负责"
    SUPPORT = "support", "配合"
    GUIDE = "guide", "指导"


class Origin(Labelled):
    """Where a task's responsibility is written."""

    ANNOTATION = "annotation", "句末括注"
    HEADING = "heading", "标题括注"
    LINE = "line", "责任单位行"
    TABLE = "table", "分工表"
    DOCUMENT = "document", "全文规定"
    OFFICE = "office", "办公室确定"
    NONE = "none", "未写明"


class DocumentStatus(Labelled):
    """Whether a document binds anybody: a 征求意见稿 does not."""

    DRAFT = "draft", "征求意见稿"
    ISSUED = "issued", "已印发"


class Standing(Labelled):
    """How a published document counts: a draft and a replaced version stand outside totals and ledger."""

    ISSUED = "issued", "已印发"
    DRAFT = "draft", "征求意见稿"
    REPLACED = "replaced", "已有新版"


class Scope(Labelled):
    """Which documents count: drafts and replaced versions only where they are asked for."""

    ISSUED = "issued", "已印发"
    DRAFT = "draft", "征求意见稿"
    ALL = "all", "全部"


class Missing(Labelled):
    """What a task lacks, so that somebody has to see to it."""

    CARRIER = "carrier", "牵头或责任单位"


class DocumentState(Labelled):
    """How far a received document has come: only a published one has tasks in the ledger."""

    RECEIVED = "received", "待确认"
    PUBLISHED = "published", "已发布"
    DISCARDED = "discarded", "已作废"


class DocumentStep(Labelled):
    """What a person did to a document."""

    RECEIVED = "received", "导入"
    CORRECTED = "corrected", "更正"
    UNDONE = "undone", "撤销更正"
    REDONE = "redone", "恢复更正"
    PUBLISHED = "published", "发布"
    DISCARDED = "discarded", "作废"
    SUCCEEDED = "succeeded", "替换旧版"
    SEPARATED = "separated", "撤销替换"
    BESIDE = "beside", "与另一份并存"
    REREAD = "reread", "换编码重读"


class Recognition(Labelled):
    """Whether it is known whom a printed name means: by the registry, or because a person said so."""

    RESOLVED = "resolved", "已对应"
    OPEN = "open", "待指定成员"
    CANDIDATE = "candidate", "待确认"
    CONFIRMED = "confirmed", "经人确认"


class AccountRole(Labelled):
    """What an account may do; which that is stands in data/rights.csv."""

    OFFICE = "office", "办公室"
    REPORTER = "reporter", "填报员"
    APPROVER = "approver", "审签人"
    SUPERIOR = "superior", "上级"
    SYSADMIN = "sysadmin", "系统管理员"
    SECADMIN = "secadmin", "安全管理员"
    AUDITOR = "auditor", "审计员"


OF_A_GROUP = frozenset({AccountRole.OFFICE, AccountRole.SUPERIOR})
OF_AN_AGENCY = frozenset({AccountRole.REPORTER, AccountRole.APPROVER})
ADMINISTRATORS = frozenset({AccountRole.SYSADMIN, AccountRole.SECADMIN, AccountRole.AUDITOR})


class AttemptOutcome(Labelled):
    """What became of an attempt to sign in; a pending one counts as a failure."""

    PENDING = "pending", "未定"
    FAILED = "failed", "不对"
    PASSED = "passed", "登录"


class AuditResult(Labelled):
    """What became of what was tried."""

    DONE = "done", "成功"
    REFUSED = "refused", "拒绝"


class AuditOutcome(Labelled):
    """What became of what was tried, as the auditor looks for it: a form that was filled in wrongly is no trespass."""

    DONE = "done", "成功"
    REFUSED = "refused", "拒绝"
    UNDONE = "undone", "没有做成"


class RegistryStep(Labelled):
    """What was done to the registry of agencies."""

    LOADED = "loaded", "导入登记"
    RELEASED = "released", "采用新版登记"
    ADDED = "added", "新增单位"
    EDITED = "edited", "修改单位"
    MERGED = "merged", "合并重复单位"
    NAMED = "named", "指定成员"
    CONFIRMED = "confirmed", "确认名称"
    HANDED_OVER = "handed-over", "确认交接"
    UNDONE = "undone", "撤销"
