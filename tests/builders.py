"""Rows for tests, in the office's words: ``a_document([a_measure([a_task(lead=an_agency())])])``.

Nothing is stored; add what is returned to ``db.session``, which takes all that hangs on it.
"""

from itertools import count

from tracker.storage.agencies import Agency
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.vocabulary import DocumentStatus, Origin, Role

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


def a_measure(tasks=(), **values):
    measure = Measure(**{"path": "一（一）", "section": "主要任务", "heading": "提高便利化水平"} | values)
    for ordinal, task in enumerate(tasks, start=1):
        task.ordinal = ordinal
        measure.tasks.append(task)
    return measure


def a_task(*, lead=(), responsible=(), support=(), guide=(), **values):
    """A task; its units are given as agencies, or for one alone as that agency."""
    task = Task(**{"text": "推进口岸建设。", "origin": Origin.ANNOTATION} | values)
    units = [(Role.LEAD, lead), (Role.RESPONSIBLE, responsible), (Role.SUPPORT, support), (Role.GUIDE, guide)]
    listed = [(role, agency) for role, given in units for agency in ([given] if isinstance(given, Agency) else given)]
    for position, (role, agency) in enumerate(listed):
        task.assignments.append(Assignment(role=role, agency=agency, position=position, printed=agency.name))
    return task
