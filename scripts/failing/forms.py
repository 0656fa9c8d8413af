"""Every form of the product, in the order of a year: who sends it, where, and what; none is left out."""

from collections.abc import Callable
from dataclasses import dataclass

from scripts.failing.world import PASSWORD, World
from tests.builders import A_PLAN
from tests.cycles import COMMERCE, CUSTOMS, HUANGPU, MARKET, TIANHE
from tests.operations.test_importing_foreign import COLUMNS, ROWS, a_table
from tests.workbooks.templates import edited, place
from tracker.storage.agencies import Agency
from tracker.storage.cycles import ConditionalRecipient, Cycle, Objection
from tracker.storage.documents import PolicyDocument
from tracker.storage.extensions import Extension
from tracker.storage.messages import Message
from tracker.storage.people import Account, KeptForm
from tracker.storage.registry import ConfirmedName
from tracker.storage.registry_history import RegistryEvent
from tracker.storage.registry_office import RegistryUpload
from tracker.storage.reminders import Reminder
from tracker.storage.views import SavedView
from tracker.storage.workbooks import ColumnLayout, LedgerLayout, WorkbookImport

Form = Callable[[World], dict]
TYPED = {"progress": "under_way", "percent": "60", "done": "引进企业6家，名单见附件。", "next_step": "再引进2家。"}
YEAR = {"name": "2027年度", "period_from": "2026-01-01", "period_to": "2026-11-30", "due_on": "2026-12-10"}
LATER = A_PLAN.replace("市口岸办配合", "广州海关配合")


@dataclass(frozen=True)
class Step:
    """A form that does something: the page it is sent to, with what its address names, and what stands in it.

    ``before`` is what has to be so first. Files are named by what begins with ``@``: (name, bytes).
    """

    endpoint: str
    who: str
    form: Form = lambda w: {}
    where: Form = lambda w: {}
    before: Callable[[World], object] = lambda w: None


def in_cycle(w: World) -> dict:
    return {"cycle_id": w.year.id}


def own_sheet(w: World) -> dict:
    return {"sheet_id": w.sheet(MARKET)}


def own_row(w: World) -> dict:
    return own_sheet(w) | {"row_id": w.row(MARKET, 2)}


def _always(**fields) -> Form:
    return lambda w: fields


def _template(w, **cells):
    """The workbook of the market bureau, filled in."""
    with w.client("market").get(f"/workbooks/{w.sheet(MARKET)}/template.xlsx") as response:
        return edited(response.data, **cells)


FILLED = {place("完成状态"): "进行中", place("完成率"): 0.6, place("工作进展"): "认证十家。"}


def _import(w):
    return own_sheet(w) | {"import_id": w.last(WorkbookImport)}


def _task(w):
    return in_cycle(w) | {"task_id": w.year.tasks[0]}


def _prepared(w):
    return {"cycle_id": w.last(Cycle)}


def _set_up_by_mistake(w):
    """Another cycle that is not open yet, after the one that is."""
    w.post("office", "/cycles", **YEAR | {"name": "误设", "document": w.first_document})


def _added(w):
    """A row of a task that the first of its units does not owe on."""
    return {"task": w.year.tasks[2], "role": "lead", "agency": "广州市商务局", "reason": "电话商定"}


def _account(w):
    return {"account_id": w.last(Account, login="neu")}


def _first_document(w):
    return {"document_id": w.last(PolicyDocument)}


def _extension(w):
    return {"extension_id": w.last(Extension)}


def _back(w):
    """The market bureau's report is with the bureau again."""
    w.post("office", f"/review/{w.row(MARKET, 2)}", do="undo", reason="误")
    w.post("office", f"/review/{w.row(MARKET, 2)}", do="return", reason="请补充")


def _pair(w):
    """A published document and a later one that replaces it."""
    w.kept["old"] = w.document(A_PLAN.replace("海外仓", "海内仓"))
    w.post("office", f"/documents/{w.kept['old']}/publication", reason="旧版", sequence="0", looked_at="1")
    w.kept["new"] = w.document(LATER.replace("海外仓", "海内仓"))


def _finish(w):
    """The office says that a task is finished."""
    where = f"/cycles/{w.year.id}/tasks/{w.year.tasks[1]}/standing"
    w.post("office", where, do="set", progress="done", percent="100", reason="实地看过")


def _versions(w):
    return {"document_id": w.kept["new"], "old_id": w.kept["old"]}


def _another(w):
    """A document that prints a name nobody knows and one of a body that is no more."""
    w.old_names("市贸易促进办", "市商务委")


def _handover(w):
    keys = w.page("office", "/agencies/handovers").xpath("//input[@name='key']/@value")
    return {"key": keys} | {f"to|{key}": "gz-swj" for key in keys}


def _shifts(w):
    return w.page("office", "/agencies/handovers").xpath("//input[@name='shift']/@value")


DOCUMENTS = (
    Step("documents.receive", "office", _always(text=A_PLAN), before=lambda w: w.open_year()),
    Step("documents.correct", "office", _always(kind="set_fact", name="title", value="新标题", sequence="0"), _first_document),
    Step("documents.undo", "office", lambda w: w.sequence(w.last(PolicyDocument)), _first_document),
    Step("documents.redo", "office", lambda w: w.sequence(w.last(PolicyDocument)), _first_document),
    Step("documents.reread", "office", lambda w: {"encoding": "gb18030", "sequence": "0"}, _first_document,
         lambda w: w.upload("office", "/documents", "文.txt", A_PLAN.replace("海外仓", "边境仓").encode("gb18030"))),
    Step("documents.discard", "office", _always(reason="重复"), _first_document),
    Step("documents.publish", "office", _always(reason="急用", beside="两份并存", sequence="0", looked_at="1"),
         lambda w: {"document_id": w.kept["new"]}, _pair),
    Step("documents.accept", "office", _always(reason="修订"), _versions),
    Step("documents.separate", "office", _always(reason="误"), _versions),
)  # fmt: skip
"""Taken in, corrected, put away, published, tied to an older one."""

FILLING_IN = (
    Step("reports.acknowledge", "market", where=own_sheet),
    Step("reports.acknowledge_all", "tianhe"),
    Step("reports.cover", "market", _always(overview="总体平稳。"), own_sheet),
    Step("reports.object_to", "market", _always(reason="不属本局", proposed="市商务局"), own_row),
    Step("cycles_adjust.decide", "office", _always(decision="kept", reason="职责属实"),
         lambda w: in_cycle(w) | {"objection_id": w.last(Objection)}),
    Step("extensions.ask", "market", lambda w: {"row": w.row(MARKET, 2), "wanted": "2026-12-20", "reason": "数据晚出"}, own_sheet),
    Step("extensions.take_back", "market", where=lambda w: own_sheet(w) | _extension(w)),
    Step("extensions.decide", "office", _always(do="grant", until="2026-12-18", reason="同意"), lambda w: in_cycle(w) | _extension(w),
         lambda w: w.post("market", f"/reports/{w.sheet(MARKET)}/extensions", row=w.row(MARKET, 2), wanted="2026-12-20", reason="晚出")),
    Step("reports.save", "market", _always(**TYPED, **{"@files": ("证明.pdf", b"%PDF-1.7 x")}), own_row),
    Step("reports.copy", "market", lambda w: {"row": w.row(MARKET, 1)}, own_row),
    Step("reports.sign_off", "approver", _always(wanted="yes"), own_sheet),
    Step("reports.sign", "market", lambda w: {"row": w.row(MARKET, 2)}, own_sheet),
    Step("reports.submit", "approver", lambda w: {"row": w.row(MARKET, 2), "key": "一"}, own_sheet),
    Step("reports.withdraw", "approver", lambda w: {"row": w.row(MARKET, 2)}, own_sheet),
    Step("review.take", "office", _always(do="return", reason="请补充"), lambda w: {"report_id": w.row(MARKET, 2)},
         lambda w: w.send_market("二")),
    Step("review.change", "office", lambda w: {"row": w.row(MARKET, 2), "do": "accept"},
         before=lambda w: w.send_market("三")),
    Step("reports.complete", "market", _always(key="四", **{"figure-name": "认证", "figure-value": "12", "figure-unit": "家"}), own_row),
    Step("reports.take_over", "commerce", lambda w: {"do": f"take:{w.row(CUSTOMS, 1)}"},
         lambda w: {"sheet_id": w.sheet(COMMERCE), "row_id": w.row(COMMERCE, 1)}, lambda w: w.send_part(CUSTOMS)),
    Step("review_entering.take", "office", _always(source="穗关函〔2026〕18号", source_on="2026-10-10", key="五", **TYPED,
         **{"@scan": ("来函.pdf", b"%PDF-1.7 y")}), lambda w: {"report_id": w.row(CUSTOMS, 2)}),
)  # fmt: skip
"""What an agency does with its sheet, and the office with what comes."""

WORKBOOKS = (
    Step("workbooks.receive", "market", lambda w: {"@file": ("表.xlsx", _template(w, **FILLED))}, own_sheet, _back),
    Step("workbooks.take_in", "market", lambda w: {"row": w.page("market", f"/workbooks/{w.sheet(MARKET)}/imports/{w.last(WorkbookImport)}")
         .xpath("//input[@name='row']/@value")}, _import),
    Step("workbooks.undo", "market", where=_import),
    Step("workbooks.say_which", "office", lambda w: {"columns": "1"} | {f"column {name}": str(at) for name, at in COLUMNS.items()}, _import,
         lambda w: w.upload("office", f"/workbooks/{w.sheet(MARKET)}", "进展.xlsx", a_table(*ROWS), source="来函")),
    Step("workbooks.forget_layout", "office", where=lambda w: {"layout_id": w.last(ColumnLayout)}),
)  # fmt: skip
"""A template that comes back, and a table of others."""

RUNNING = (
    Step("cycles.keep_document", "office", _always(reason="本期仍按旧版报完"), lambda w: in_cycle(w) | {"document_id": w.first_document}),
    Step("cycle_tasks.name", "office", _always(reason="由办公室统稿"), _task),
    Step("cycle_tasks.take_over", "office", lambda w: {"do": f"nudge:{w.row(HUANGPU, 1)}", "reason": "请报来"}, _task),
    Step("closing.decide", "office", _always(do="set", progress="under_way", percent="50", reason="实地看过"), _task),
    Step("lighting.rows", "office", lambda w: {"row": w.row(HUANGPU, 1), "light-colour": "yellow", "light-until": "2026-12-20",
         "light-reason": "系统故障"}, in_cycle),
    Step("lighting.task", "office", _always(colour="green", until="2026-12-20", reason="已报市领导"), _task),
    Step("lighting.thresholds", "office", _always(soon="14", slow="5", behind="20", since="2026-11-20", reason="从严"), in_cycle),
    Step("cycles_adjust.change", "office", lambda w: {"row": w.row(HUANGPU, 1), "do": "withdraw", "reason": "改派"}, in_cycle),
    Step("cycles_adjust.add", "office", lambda w: {"task": w.year.tasks[2], "role": "lead", "agency": "广州市商务局", "reason": "漏列"},
         in_cycle),
    Step("cycle_recipients.confirm", "office", lambda w: {"condition": "涉及认证的", "recipient": "广州海关", "task": w.year.tasks[1]}, in_cycle),
    Step("cycle_recipients.drop", "office", where=lambda w: in_cycle(w) | {"recipient_id": w.last(ConditionalRecipient)}),
    Step("reminders.press", "office", _always(step="remind", agency=TIANHE, text="请抓紧"), in_cycle),
    Step("reminders.void", "office", _always(reason="发错"), lambda w: in_cycle(w) | {"reminder_id": w.last(Reminder)}, lambda w: w.urge()),
    Step("messages.open_message", "tianhe", where=lambda w: {"message_id": w.last(Message, agency_id=TIANHE)}),
    Step("messages.read_all", "market"),
    Step("reminding_days.choose", "office", _always(before="20、10", after="1")),
    Step("office_days.name", "office", _always(first="2026-12-05", works="yes", basis="调休")),
    Step("office_days.drop", "office", _always(day="2026-12-05")),
    Step("extensions.move", "office", _always(duty="report", due_on="2026-12-15", reason="上级通知"), in_cycle),
    Step("tasks.keep_view", "office", _always(name="海关", q="海关")),
    Step("tasks.drop_view", "office", where=lambda w: {"view_id": w.last(SavedView)}),
    Step("exports.keep_layout", "office", _always(name="简表", **{"place 工作任务": "1"})),
    Step("exports.drop_layout", "office", where=lambda w: {"layout_id": w.last(LedgerLayout)}),
    Step("exports.pack", "office", where=in_cycle),
)  # fmt: skip
"""What the office does while a cycle is open."""

REGISTRY = (
    Step("registry.confirm", "office", _always(other="gd-swt"), lambda w: {"agency_id": w.last(Agency, name="市贸易促进办")}, _another),
    Step("registry.withdraw", "office", where=lambda w: {"confirmed_id": w.last(ConfirmedName)}),
    Step("registry.confirm_handovers", "office", _handover),
    Step("registry.save", "office", lambda w: w.form("office", "/agencies/gz-swj/edit") | {"short": "市商务", "kind": "政府部门"}, lambda w: {"body_id": "gz-swj"}),
    Step("registry.undo", "office", where=lambda w: {"event_id": w.last(RegistryEvent)}),
    Step("registry.add", "office", lambda w: w.form("office", f"/agencies/new?printed={w.last(Agency, name='市贸易促进办')}")
         | {"basis": "来函"}),
    Step("registry.merge", "office", lambda w: w.form("office", f"/agencies/merges?gone={w.newest_body()}&into=gz-swj")),
    Step("registry.name_members", "office", lambda w: {"member": [TIANHE], "since": "2026-02-01", "basis": "区划调整",
         "version": w.form("office", "/agencies/collectives/gz-qgz/members")["version"]}, lambda w: {"collective_id": "gz-qgz"}),
    Step("registry.follow_registry", "office", lambda w: {"shift": _shifts(w), "reason": "年内不动", "leave": "1"}, in_cycle),
    Step("registry.take_up", "office", lambda w: {"left": w.page("office", "/agencies/handovers").xpath("//input[@name='left']/@value")}, in_cycle),
    Step("registry.receive", "office", lambda w: {"@file": ("aliases.csv", w.aliases("市商贸主管部门"))}),
    Step("registry.take_over", "office", lambda w: w.form("office", f"/agencies/import/{w.last(RegistryUpload)}"),
         lambda w: {"upload_id": w.last(RegistryUpload)}),
)  # fmt: skip
"""The registry of agencies, and duties that pass on."""

PLANNING = (
    Step("cycle_tasks.close", "office", lambda w: {"task": w.year.tasks[1], "reason": "已全部办成"}, in_cycle, _finish),
    Step("cycles.lock", "office", _always(reason="关账", lifted_by="办公室主任"), in_cycle),
    Step("snapshots.take", "office", where=in_cycle),
    Step("cycles.unlock", "office", _always(reason="补报"), in_cycle),
    Step("cycles.create", "office", lambda w: YEAR | {"document": w.first_document}),
    Step("cycles.amend", "office", lambda w: YEAR | {"document": w.first_document, "due_on": "2026-12-11"}, _prepared),
    Step("cycles.gates", "office", lambda w: w.form("office", f"/cycles/{w.last(Cycle)}", "//section[@id='gates']") | {"sign_off": "2026-12-09"},
         _prepared),
    Step("cycles.leave_out", "office", _always(key="gz-qgz", printed="各区政府", reason="另行部署"), _prepared),
    Step("cycles.take_in", "office", _always(key="gz-qgz"), _prepared),
    Step("cycles_adjust.add_to_plan", "office", _added, _prepared),
    Step("cycles_adjust.take_from_plan", "office", lambda w: {"task": _added(w)["task"], "agency": COMMERCE}, _prepared),
    Step("cycles.give_up", "office", _always(reason="设错了"), _prepared, _set_up_by_mistake),
    Step("cycles.open_cycle", "office", where=_prepared),
)  # fmt: skip
"""The close, and another cycle from its plan to its opening."""

ACCOUNTS = (
    Step("accounts.create", "sysadmin", _always(login="neu", name="新人", body="")),
    Step("accounts.grant", "secadmin", _always(role="auditor"), _account),
    Step("accounts.unlock", "secadmin", where=_account, before=lambda w: w.locked_out("neu")),
    Step("accounts.reset", "secadmin", where=_account),
    Step("accounts.disable", "sysadmin", where=lambda w: {"account_id": w.last(Account, login="second")}),
    Step("accounts.enable", "sysadmin", where=lambda w: {"account_id": w.last(Account, login="second")}),
    Step("kept.drop", "market", where=lambda w: {"form_id": w.last(KeptForm)}, before=lambda w: w.keep("market")),
    Step("passwords.change", "sysadmin", _always(old=PASSWORD, new="Huang3-pu-66", again="Huang3-pu-66")),
    Step("signing_in.enter", "nobody", _always(login="sysadmin", password="Huang3-pu-66")),
    Step("signing_in.leave", "superior"),
)  # fmt: skip
"""Administrators, and what everybody does with one's own account."""

RELEASE = Step("registry.take_release", "office", lambda w: w.form("office", "/agencies/release"))
"""The registry that comes with the program; what follows is about a small one."""

STEPS = (RELEASE, *DOCUMENTS, *FILLING_IN, *WORKBOOKS, *RUNNING, *REGISTRY, *PLANNING, *ACCOUNTS)
