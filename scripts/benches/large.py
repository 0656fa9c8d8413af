"""A large office: the five documents, and large ones, in a database, to be measured; the same each time."""

import random
from datetime import date

from tracker.operations import groups, registry, seeding
from tracker.operations.recognising import recognise
from tracker.operations.transactions import one_transaction
from tracker.storage.content import AssignmentContent, DocumentContent, MeasureContent, TaskContent
from tracker.storage.filling import add_documents
from tracker.storage.registering import stored_registry
from tracker.vocabulary import Origin, Role

STEM = "large"
TASKS_A_DOCUMENT, UNITS, AGENCIES = 500, 5, 500
ROLES = (Role.LEAD, Role.SUPPORT, Role.SUPPORT, Role.SUPPORT, Role.SUPPORT)


def fill(tasks: int = 30_000) -> None:
    """Store the five documents and so many tasks with five units each of 500 names, in documents of 500 tasks, and recognise them all."""
    registry.fill_empty_registry()
    groups.fill_empty_groups()
    seeding.fill_fresh_database()
    choose = random.Random(1)
    names = _names()
    documents = [_document(number, choose, names) for number in range(-(-tasks // TASKS_A_DOCUMENT))]
    with one_transaction():
        add_documents(documents)
        recognise()


def _names():
    rows = stored_registry("agencies", "collectives")
    bodies = [each for each in (*rows.agencies, *rows.collectives) if each.jurisdiction in ("440100", "440000")]
    known = [getattr(each, "short", "") or each.name for each in bodies]
    return (known + [f"市第{number}办" for number in range(AGENCIES)])[:AGENCIES]


def _document(number, choose, names):
    measures = tuple(_measure(number, place, choose, names) for place in range(TASKS_A_DOCUMENT))
    return DocumentContent(
        stem=f"{STEM}-{number:04}",
        measures=measures,
        title=f"关于推进第{number}项工作的若干措施",
        number=f"穗府办〔2017〕{number}号",
        jurisdiction="广州市",
        issued_on=date(2017, 9, 9),
        task_count=len(measures),
    )


def _measure(document, place, choose, names):
    units = tuple(
        AssignmentContent(("广州市", name), role, name)
        for role, name in zip(ROLES, choose.sample(names, UNITS), strict=True)
    )
    text = f"推进第{document}号文件第{place}项工作，完善公共服务平台，支持企业建设海外仓。"
    task = TaskContent(1, text, None, None, Origin.ANNOTATION, None, None, None, None, units)
    return MeasureContent(None, f"一（{place}）", "主要任务", f"推进第{place}项工作", None, None, (task,))
