"""Two documents of Guangzhou, one issued and one a draft, and an issued one of Guangdong; small enough to count by hand."""

from types import SimpleNamespace

import pytest

from tests.builders import a_document, a_measure, a_task, an_agency
from tracker.storage.database import db
from tracker.vocabulary import DocumentStatus, Origin


@pytest.fixture
def office(in_app):
    """The stored agencies, tasks and documents by short names."""
    commerce, finance, customs = an_agency("市商务委"), an_agency("市财政局"), an_agency("广州海关")
    districts, province = an_agency("各区政府"), an_agency("省商务厅", "广东省")
    namesake = an_agency("市商务委", "深圳市")
    tasks = [
        a_task(lead=commerce, support=[finance, customs], text="引进龙头企业，奖励 100%。", deadline="2019年底前"),
        a_task(lead=finance, support=commerce, text="发放补贴。"),
        a_task(responsible=[districts, customs], support=finance, text="建设园区。", deadline="2018年6月底前"),
        a_task(text="研究_其他事项。", origin=Origin.NONE),
    ]
    draft_task = a_task(lead=commerce, support=districts, text="征求意见的事项。")
    provincial = a_task(responsible=province, guide=namesake, text="统筹推进。", origin=Origin.DOCUMENT)
    issued = a_document(
        [
            a_measure(tasks[:2], path="一（一）", heading="培育龙头企业"),
            a_measure(tasks[2:3], path="一（二）", heading="建设园区"),
            a_measure(tasks[3:], path="二", heading=None),
        ],
        stem="issued",
        number="穗府办〔2017〕36号",
    )
    draft = a_document([a_measure([draft_task])], stem="draft", status=DocumentStatus.DRAFT)
    provinces = a_document([a_measure([provincial])], stem="province", jurisdiction="广东省")
    for document in (issued, draft, provinces):
        db.session.add(document)
        db.session.flush()
    db.session.commit()
    ids = {
        "commerce": commerce.id,
        "finance": finance.id,
        "customs": customs.id,
        "districts": districts.id,
        "province": province.id,
        "namesake": namesake.id,
    }
    return SimpleNamespace(**ids, tasks=[task.id for task in tasks], draft=draft_task.id, provincial=provincial.id)
