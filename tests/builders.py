"""Rows for tests, in the office's words: ``a_document([a_measure([a_task(lead=an_agency())])])``.

Nothing is stored; add what is returned to ``db.session``, which takes all that hangs on it.
"""

from itertools import count

from tracker.extraction import extract
from tracker.extraction.confirming.checks import open_findings
from tracker.extraction.confirming.draft import draft_of
from tracker.extraction.deadlines import read_deadline
from tracker.operations.drafting import counts_of, reading_of
from tracker.storage.agencies import Agency
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.vocabulary import DocumentState, DocumentStatus, Origin, Role

NUMBERS = count(1)


def an_agency(name="市商务委", jurisdiction="广州市"):
    return Agency(name=name, jurisdiction=jurisdiction)


def a_document(measures=(), **values):
    """An issued document of Guangzhou; measures and tasks are numbered as they stand."""
    number = next(NUMBERS)
    document = PolicyDocument(
        **{
            "stem": f"文件{number}",
            "position": number,
            "title": "关于促进跨境电子商务发展的通知",
            "jurisdiction": "广州市",
            "status": DocumentStatus.ISSUED,
        }
        | values
    )
    for position, measure in enumerate(measures):
        measure.position = position
        document.measures.append(measure)
    return document


A_PLAN = """广州市促进跨境贸易便利化若干措施

一、主要任务
（一）建设海外仓。支持企业建设公共海外仓。（市商务局牵头，市财政局、市口岸办配合）
（二）加强培训。支持院校开设专业。（市教育局负责）组织技能竞赛。（市人力资源社会保障局牵头）
（三）做好宣传。在媒体上宣传先进典型。
"""
"""Three measures with four tasks; the last has nobody who is responsible."""


def a_received_document(text=A_PLAN, **values):
    """A document that was read and waits to be confirmed."""
    findings = extract(text)
    draft = draft_of(findings)
    read = {"text": text, "reading": reading_of(findings), "state": DocumentState.RECEIVED}
    return a_document(**read | draft.facts | counts_of(draft, open_findings(draft, findings.diagnostics)) | values)


def a_measure(tasks=(), **values):
    measure = Measure(**{"path": "一（一）", "section": "主要任务", "heading": "提高便利化水平"} | values)
    for ordinal, task in enumerate(tasks, start=1):
        task.ordinal = ordinal
        measure.tasks.append(task)
    return measure


def a_task(*, lead=(), responsible=(), support=(), guide=(), **values):
    """A task; its units are given as agencies, or for one alone as that agency."""
    task = Task(**{"text": "推进口岸建设。", "origin": Origin.ANNOTATION} | values)
    task.deadline_on = read_deadline(task.deadline).on if task.deadline else None
    units = [(Role.LEAD, lead), (Role.RESPONSIBLE, responsible), (Role.SUPPORT, support), (Role.GUIDE, guide)]
    listed = [(role, agency) for role, given in units for agency in ([given] if isinstance(given, Agency) else given)]
    for position, (role, agency) in enumerate(listed):
        task.assignments.append(Assignment(role=role, agency=agency, position=position, printed=agency.name))
    return task
