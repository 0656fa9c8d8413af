"""A small office, stored: two documents of Guangzhou, one issued and one a draft, and an issued one of Guangdong."""

from types import SimpleNamespace

from tests.builders import a_document, a_measure, a_task, an_agency
from tracker.storage.database import db
from tracker.vocabulary import DocumentStatus, Origin


def a_small_office():
    """Store it; returns the ids of agencies and tasks by short names. Small enough to count by hand."""
    agencies = {
        "commerce": an_agency("市商务委"),
        "finance": an_agency("市财政局"),
        "customs": an_agency("广州海关"),
        "districts": an_agency("各区政府"),
        "province": an_agency("省商务厅", "广东省"),
        "namesake": an_agency("市商务委", "深圳市"),
    }
    tasks = _tasks(SimpleNamespace(**agencies))
    for document in _documents(*tasks):
        db.session.add(document)
        db.session.flush()
    db.session.commit()
    ids = {name: agency.id for name, agency in agencies.items()}
    *issued, draft, provincial = (task.id for task in tasks)
    return SimpleNamespace(**ids, tasks=issued, draft=draft, provincial=provincial)


def _tasks(unit):
    return [
        a_task(
            lead=unit.commerce,
            support=[unit.finance, unit.customs],
            text="引进龙头企业，奖励 100%。",
            deadline="2019年底前",
        ),
        a_task(lead=unit.finance, support=unit.commerce, text="发放补贴。"),
        a_task(
            responsible=[unit.districts, unit.customs],
            support=unit.finance,
            text="建设园区。",
            deadline="2018年6月底前",
        ),
        a_task(text="研究_其他事项。", origin=Origin.NONE),
        a_task(lead=unit.commerce, support=unit.districts, text="征求意见的事项。"),
        a_task(responsible=unit.province, guide=unit.namesake, text="统筹推进。", origin=Origin.DOCUMENT),
    ]


def _documents(first, second, third, fourth, draft, provincial):
    measures = [
        a_measure([first, second], path="一（一）", heading="培育龙头企业"),
        a_measure([third], path="一（二）", heading="建设园区"),
        a_measure([fourth], path="二", heading=None),
    ]
    yield a_document(measures, stem="issued", number="穗府办〔2017〕36号")
    yield a_document([a_measure([draft])], stem="draft", status=DocumentStatus.DRAFT)
    yield a_document([a_measure([provincial])], stem="province", jurisdiction="广东省")
