"""A plan without clauses: who carries all of it, said once in its organisational part or in the letter (FORMS §2)."""

import pytest

from tests.extraction.documents import wrapped
from tests.extraction.plans import codes, duties, plan
from tracker.extraction import extract
from tracker.vocabulary import Origin

LETTER = (
    "江苏省人民政府关于印发中国（连云港）跨境贸易便利化综合改革方案的通知\n苏政发〔2024〕26号\n"
    "连云港市人民政府，省各委办厅局：\n现将方案印发给你们，请认真贯彻执行。{sentence}\n江苏省人民政府\n2024年4月2日\n\n"
)
PLAN = (
    "中国（连云港）跨境贸易便利化综合改革方案\n一、总体要求\n坚持先行先试，推动高水平开放。\n"
    "二、主要任务\n（一）优化通关流程。推行提前申报。\n（二）降低合规成本。清理口岸收费。\n{organisation}"
)


def read(organisation, sentence=""):
    return extract(LETTER.format(sentence=sentence) + PLAN.format(organisation=organisation))


DEFAULTS = [
    (
        "三、组织实施\n连云港市要根据本方案精心组织，明确分工，落实责任。省各有关部门要大力支持，积极做好协调配合。\n",
        "",
        "牵头 连云港市；配合 省各有关部门",
    ),
    (
        "三、组织实施\n连云港市人民政府要根据本方案精心组织实施。省有关部门要积极支持配合。\n",
        "省商务厅要加强协调指导，并对落实情况进行督促检查。",
        "牵头 连云港市人民政府；配合 省有关部门；指导 省商务厅",
    ),
    (
        "三、保障措施\n（一）加强领导。连云港市要落实主体责任，精心组织实施。\n（二）密切协同。省有关部门和单位要密切配合，给予支持。\n",
        "",
        "牵头 连云港市；配合 省有关部门和单位",
    ),
    (
        "三、组织保障\n连云港市人民政府要落实主体责任。南京海关、省税务局要大力支持。省商务厅要加强指导，跟踪督促落实。\n",
        "",
        "牵头 连云港市人民政府；配合 南京海关 省税务局；指导 省商务厅",
    ),
    (
        "三、组织领导\n连云港市人民政府是责任主体，负责组织实施。省商务厅负责统筹协调，南京海关、省税务局要积极配合。\n",
        "",
        "牵头 连云港市人民政府 省商务厅；配合 南京海关 省税务局",
    ),
]


@pytest.mark.parametrize(("organisation", "sentence", "expected"), DEFAULTS)
def test_every_task_has_the_responsibility_the_document_gives(organisation, sentence, expected):
    findings = read(organisation, sentence)
    assert [measure.path for measure in findings.measures] == ["二（一）", "二（二）"]
    assert [duties(task) for task in findings.tasks] == [expected, expected]
    assert {task.origin for task in findings.tasks} == {Origin.DOCUMENT}
    assert all(task.annotation.startswith("连云港市") for task in findings.tasks)
    assert "document-default" in codes(findings)


def test_the_units_of_a_default_have_their_own_places():
    organisation, sentence, _ = DEFAULTS[1]
    text = LETTER.format(sentence=sentence) + PLAN.format(organisation=organisation)
    for task in extract(text).tasks:
        assert [text[unit.start : unit.end] for unit in task.units] == [unit.printed for unit in task.units]
        assert text[task.annotation_start : task.annotation_end].startswith("连云港市人民政府要根据本方案")


def test_a_letter_that_only_asks_for_help_gives_nobody_a_duty():
    letter = "绍兴市人民政府办公室关于印发外贸任务分解方案的通知\n现通知如下：\n1.统筹协调。各责任单位要积极配合、主动作为。\n2.加强督导。各责任单位要大力支持。\n绍兴市人民政府办公室\n2026年1月5日\n"
    findings = extract(letter + plan("扩大出口。（市商务局牵头）", title="绍兴市外贸任务分解方案"))
    assert [(measure.path, duties(task)) for measure in findings.measures for task in measure.tasks] == [
        ("一（一）", "牵头 市商务局")
    ]


@pytest.mark.parametrize("organisation", ["", "三、工作要求\n要提高思想认识，加强宣传引导，营造良好氛围。\n"])
def test_a_plan_that_names_nobody_has_tasks_without_units(organisation):
    findings = read(organisation)
    assert {(task.units, task.origin) for task in findings.tasks} == {((), Origin.NONE)}
    assert {"二（一）", "二（二）"} <= {measure.path for measure in findings.measures}


def test_clauses_of_the_plan_stand_before_any_default():
    organisation = "三、组织实施\n（一）加强领导。连云港市要精心组织。省各有关部门要大力支持。\n"
    text = LETTER.format(sentence="") + PLAN.format(organisation=organisation)
    findings = extract(text.replace("推行提前申报。", "推行提前申报。（连云港海关牵头，市口岸办配合）"))
    assert duties(findings.tasks[0]) == "牵头 连云港海关；配合 市口岸办"
    assert findings.tasks[0].origin == Origin.ANNOTATION
    assert Origin.DOCUMENT not in {task.origin for task in findings.tasks}


@pytest.mark.parametrize("width", range(20, 46))
def test_sentences_broken_at_any_width_give_the_same_default(width):
    organisation, _, expected = DEFAULTS[0]
    text = wrapped(PLAN.format(organisation=organisation), width)
    assert [duties(task) for task in extract(text).tasks] == [expected] * 2
