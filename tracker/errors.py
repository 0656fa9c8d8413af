"""Refusals: what the tracker will not do, each with the facts a sentence about it needs.

A refusal's text is one Chinese sentence that says what happened and what to do. It is written here, once, and shown
as it stands on a page, on the command line and in a log.
"""

import errno
import socket
from collections.abc import Sequence

CAUSES = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EIO: "磁盘读写出错",
    errno.ENAMETOOLONG: "名称太长",
    errno.EMFILE: "打开的文件太多",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    socket.EAI_NONAME: "没有这个地址",
    socket.EAI_AGAIN: "没有这个地址",
}


def cause_of(error: OSError) -> str:
    """Why the system would not open or write a file, in a few words."""
    return CAUSES.get(error.errno) or error.strerror or type(error).__name__


def quoted(name: str) -> str:
    """A name in quotation marks, those within it single: “‘单一窗口’建设成员单位”."""
    return f"“{name.replace('“', '‘').replace('”', '’')}”"


class Refusal(Exception):
    """The base of everything that is refused rather than broken; ``str(refusal)`` is the sentence for the user."""


class UnreadableFile(Refusal):
    """A file that holds no text the tracker can read: empty, undecodable, of an unsupported kind."""


class BadMeasures(Refusal):
    """A measures CSV that cannot be loaded; ``row`` counts from 1 (the header) as a spreadsheet does."""

    def __init__(self, what, *, row=None, column=None):
        self.row, self.column = row, column
        where = "".join([f"第 {row} 行" if row else "", f"“{column}”列" if column else ""])
        super().__init__(f"{where}：{what}" if where else what)


class BadRegistry(Refusal):
    """A registry of agencies that cannot be taken; ``problems`` lists what is wrong, each with its table and line."""

    def __init__(self, problems):
        self.problems = tuple(problems)
        found = "".join(str(problem) for problem in self.problems[:3])
        more = f"等共 {len(self.problems)} 处问题。" if len(self.problems) > 3 else ""
        super().__init__(f"单位登记有矛盾，没有改动任何内容：{found}{more}请改正后再做一次。")


class BadForm(Refusal):
    """A form that cannot be saved; ``faults`` are sentences by the field they are about, "" for the form as a whole."""

    def __init__(self, faults):
        self.faults = {name: tuple(sentences) for name, sentences in faults.items()}
        number = sum(map(len, self.faults.values()))
        super().__init__(f"有 {number} 处要改正，没有保存；填写的内容都还在，请改正后再保存。")


class NotRegistered(Refusal):
    """A body that is not in the registry, or a printed name that stands in no task any more."""

    def __init__(self, wanted):
        self.wanted = wanted
        super().__init__(f"没有找到“{wanted}”，没有改动任何内容；请刷新页面，重新选择单位。")


class NotReady(Refusal):
    """The installation cannot start or serve: a busy port, an unwritable folder, an unknown setting."""


class UnwritableFile(Refusal):
    """A file that cannot be written where it was asked for."""


class Ambiguous(Refusal):
    """A name that means several things where one is needed."""


class BadWorkbook(Refusal):
    """A workbook that came back and of which nothing can be taken in; ``sentences`` say why, each for itself."""

    def __init__(self, sentences):
        self.sentences = tuple(sentences)
        super().__init__("".join(self.sentences))


class TooManyRows(Refusal):
    """A workbook longer than spreadsheets read; ``most`` is how many rows one may have."""

    def __init__(self, most):
        self.most = most
        super().__init__(f"导出的任务超过 {most} 项，一张工作表放不下；请缩小筛选范围，分几次导出。")


class BadLayout(Refusal):
    """A choice of a workbook's columns that cannot be printed."""


class Unsigned(Refusal):
    """A change without the name of the person who makes it."""

    def __init__(self):
        super().__init__("还没有填写经办人姓名，没有改动任何内容；请先填写姓名，再做一次。")


class Unreasoned(Refusal):
    """A decision that needs a reason and has none."""

    def __init__(self, decision):
        super().__init__(f"没有写明理由，不能{decision}；请写一句理由，再做一次。")


class Lacking(Refusal):
    """Something that may be done, but not without what is still to be written; ``what`` names it."""

    missing, added = "还没有填写", "请补上"

    def __init__(self, doing, what):
        self.what = tuple(what)
        super().__init__(f"{self.missing}{'、'.join(self.what)}，不能{doing}；{self.added}后再做一次。")


class Unchosen(Lacking):
    """The same of what one ticks or chooses rather than writes."""

    missing, added = "还没有选择", "请选好"


class TooLong(Refusal):
    """A text with more letters than are kept of it: nothing is kept rather than a part; ``faults`` has the sentence by
    the ``field`` it is about."""

    def __init__(self, label, length, most, field):
        wrong = f"{label}有 {length} 字，最多 {most} 字"
        self.faults = {field: (f"{wrong}；请删减。",)}
        super().__init__(f"{wrong}，没有改动任何内容；请删减后再做一次。")


class NothingChosen(Refusal):
    """Something that is done to rows one ticks, and none was."""

    def __init__(self, doing, what):
        super().__init__(f"还没有勾选{what}，没有{doing}；请先勾选，再做一次。")


class NoSuchDocument(Refusal):
    """A document that is not there."""

    def __init__(self, document_id):
        self.document_id = document_id
        super().__init__("这份文件已经不在库里，没有改动任何内容；请回到文件列表查找。")


class AlreadyReceived(Refusal):
    """A file whose bytes are those of a document already there; ``document_id`` says which."""

    def __init__(self, document_id, name):
        self.document_id, self.name = document_id, name
        super().__init__(f"这份文件已经导入过（{name}），没有重复导入；请直接打开已有的那一份。")


class WrongState(Refusal):
    """Something a document's state does not permit; the sentence says which state and what to do."""


class Overtaken(WrongState):
    """What is not any more as the sender's page showed it: ``what`` says how it is now, ``look`` what to look at."""

    def __init__(self, what, look="看最新状态后再做", *, after="", is_shown=False):
        self.what, self.look, self.after = what, look, after
        where = "下面已是最新状态，请核对后再做" if is_shown else f"请刷新页面，{look}"
        super().__init__(f"{what}；{where}。{after}")

    def above_it(self):
        """The same above the page that shows how it is now."""
        return Overtaken(self.what, after=self.after, is_shown=True)


class WrongTerm(WrongState):
    """重报期限 of a return that cannot be given: said beside its field; ``term`` is what was asked for."""

    def __init__(self, term, why):
        self.term = term
        super().__init__(f"重报期限 {term}{why}")


class GatesReplaced(WrongState):
    """A due date that would put gates the office set by hand on other days; ``told`` says each with both its days."""

    def __init__(self, told):
        self.told = tuple(told)
        super().__init__(
            f"还没有保存：办公室另定的节点会随着截止日改——{'；'.join(self.told)}。请核对，同意的勾选“节点按新的日子”，再提交一次。"
        )


class FormerName(WrongState):
    """The name of a body that is gone; ``heirs`` are the names of those who carry its duties today."""

    def __init__(self, name, heirs):
        self.name, self.heirs = name, tuple(heirs)
        told = {0: "名录里没有承接的单位；请写明今天由哪个单位承担", 1: "单位一栏已换成它，请核对后再提交一次"}
        carried = f"职责由{'、'.join(self.heirs)}{'分别' if len(self.heirs) > 1 else ''}承接；" if self.heirs else ""
        what = told.get(len(self.heirs), "请写明是其中哪一个")
        super().__init__(f"{quoted(name[:40])}今天已经没有这个单位，{carried}{what}。没有改动任何内容。")


class ChangedMeanwhile(Refusal):
    """Something that another person changed since it was shown.

    ``shown``, ``now`` and ``wanted`` are short texts of it: as it was shown, as it stands, as this person wants it;
    None where the whole document is meant.
    """

    def __init__(self, who, *, shown=None, now=None, wanted=None):
        self.who, self.shown, self.now, self.wanted = who, shown, now, wanted
        what = f"这一处，现在是“{now}”，您要的是“{wanted}”" if wanted else "这份文件"
        super().__init__(f"您打开页面之后，{who}改过{what}。您的这一步没有做；请刷新页面，核对后再做。")


class Incomplete(Refusal):
    """A document without a fact that no reason makes up for; ``findings`` lists what is missing."""

    def __init__(self, findings):
        self.findings = tuple(findings)
        super().__init__("文件信息还不全，不能发布；请先在“要您定的”里填好这几项。")


class NotDecided(Refusal):
    """A document that cannot be published yet; ``findings`` lists what must be decided, or a reason given."""

    def __init__(self, findings):
        self.findings = tuple(findings)
        super().__init__(f"还有 {len(self.findings)} 处没有确定，不能发布；请逐处改正，或写明理由后发布。")


class NotLookedAt(Refusal):
    """A document with doubts nobody has said to have looked at; ``findings`` lists them."""

    def __init__(self, findings):
        self.findings = tuple(findings)
        super().__init__(
            f"还有 {len(self.findings)} 处要核对，没有发布；请看过下面各处，勾上“都看过了”，或写明理由，再发布。"
        )


class NotOpenable(Refusal):
    """A cycle with names nobody bears yet; ``names`` lists them, each with its tasks."""

    def __init__(self, names):
        self.names = tuple(names)
        shown = "、".join(f"{quoted(each.printed)}（{len(each.tasks)} 项任务）" for each in self.names[:3])
        more = f"等 {len(self.names)} 个名称" if len(self.names) > 3 else ""
        super().__init__(f"{shown}{more}还没有具体单位，不能开始报送；请指定成员单位，或选“本期不下达”并写明理由。")


class NotThere(Refusal):
    """A cycle, row or sheet that is not there, or not for whoever asks: the two look alike."""

    def __init__(self, what="这一行"):
        super().__init__(f"没有找到{what}，没有改动任何内容；请回到工作台查找。")


class NotYours(Refusal):
    """Something that only the office of the leading group does, or who else is named."""

    def __init__(self, doing, who="本领导小组办公室"):
        super().__init__(f"只有{who}可以{doing}；没有改动任何内容。")


class Unfit(Refusal):
    """Reports that cannot be sent, or entered by the office, as they are; ``faults`` are by row: field and sentence."""

    def __init__(self, faults, doing="报送"):
        self.faults = {row: tuple(found) for row, found in faults.items()}
        if len(self.faults) > 1:
            super().__init__(f"有 {len(self.faults)} 行还不能报送，一行也没有报；各行还差什么，请补全后再报。")
        else:
            wrong = "".join(dict.fromkeys(each.sentence for found in self.faults.values() for each in found))
            super().__init__(f"这一行还不能{doing}，没有{doing}：{wrong}补好后请再{doing}一次。")


class StaleVersion(ChangedMeanwhile):
    """A draft that was saved from elsewhere since it was shown: both texts are kept for the page to show.

    ``stored`` is the draft as it stands, with its ``version``; ``wanted`` what this person wrote.
    """

    def __init__(self, who, *, row, version, stored, wanted):
        Refusal.__init__(self, f"您打开之后，{who}改过这一行。您写的还在，没有覆盖对方的；请对照两份，定好后再保存。")
        self.who, self.row, self.version, self.shown, self.now, self.wanted = who, row, version, None, stored, wanted
        self.stored = stored


def first_of(names: Sequence[str]) -> str:
    """Agencies by name, the first five of many: ``甲局、乙局、丙局、丁局、戊局等 7 家``."""
    return "、".join(names[:5]) + (f"等 {len(names)} 家" if len(names) > 5 else "")


class WithoutUnits(Refusal):
    """A report whose co-units have not all sent their part; ``missing`` are their names by row."""

    def __init__(self, missing):
        self.missing = missing
        names = list(dict.fromkeys(name for names in missing.values() for name in names))
        super().__init__(f"{first_of(names)}的配合情况还没有收到；如不再等，请写明理由后报送，或先催报。")


class NotAllowed(Refusal):
    """Something that is not for the roles of this account; whoever only wanted to look is not told that nothing changed."""

    def __init__(self, roles, does, *, looks=False):
        self.roles, self.does = roles, does
        unchanged = "" if looks else "，没有改动任何内容"
        super().__init__(
            f"您的账号（{roles or '还没有授予角色'}）不能{does}{unchanged}；如需要，请联系安全管理员授权。"
        )


class NotSignedIn(Refusal):
    """A login and a password that do not open an account: one sentence for whatever was wrong with them."""

    def __init__(self):
        super().__init__(
            "登录名或密码不对，或者账号已停用、首次密码已过期；请核对后再试，仍不行请找安全管理员重置密码。"
        )


class TooManyAttempts(Refusal):
    """Too many failures; ``minutes`` is how long to wait."""

    def __init__(self, minutes):
        self.minutes = minutes
        super().__init__(f"登录失败次数太多，暂停登录；请等 {minutes} 分钟再试，急用请找安全管理员解锁。")


class WeakPassword(Refusal):
    """A password that may not be chosen; ``faults`` lists why."""

    def __init__(self, faults):
        self.faults = tuple(faults)
        super().__init__(f"新密码不能用：{'；'.join(self.faults)}。没有改动，请换一个。")


class BadAccount(Refusal):
    """Something an account cannot have or be; the sentence says which and what to do."""


class NoSuchAccount(Refusal):
    """An account that is not there."""

    def __init__(self):
        super().__init__("没有这个账号，没有改动任何内容；请回到账号列表查找。")


class LastAdministrator(Refusal):
    """The last one who can do an administrator's duty."""

    def __init__(self, duty):
        super().__init__(f"这是最后一个能用的{duty}，没有改动；请先给另一个账号授予{duty}，再做这一步。")


class UnfitFile(Refusal):
    """A file that may not stand beside a report; the sentence names it and says why."""


class NotPurged(Refusal):
    """An audit whose events are too young to be taken out."""

    def __init__(self, days):
        super().__init__(f"审计记录至少要保存 {days} 天，没有清除任何记录；请把日期改到 {days} 天以前。")


class BrokenAudit(Refusal):
    """An audit that was meddled with; ``bad`` names the first place, ``events`` counts those before it that hold."""

    def __init__(self, bad, events):
        self.bad, self.events = bad, events
        super().__init__(f"核验没有通过：{bad}；之前的 {events} 条完好。请立即停用系统，保留现场，报告审计员。")
