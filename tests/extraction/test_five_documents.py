"""The five documents of data/documents: every clause, every unit, every role, and the facts beside them."""

import json
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from tests.extraction.documents import (
    COUNTS,
    STEMS,
    clauses_of,
    reading_of,
    text_of,
    widths_swapped,
    without_space,
    wrapped,
)
from tracker.extraction import extract
from tracker.extraction.reading.encodings import decode
from tracker.vocabulary import DocumentStatus, Origin, Role

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "readings"
ROLES = ("lead", "support", "responsible")


def names(task, role):
    return [unit.name for unit in task.units if unit.role == role]


@pytest.mark.parametrize("stem", STEMS)
def test_each_document_has_its_number_of_tasks(stem):
    assert len(reading_of(stem).tasks) == COUNTS[stem]


@pytest.mark.parametrize("stem", ["000-guangzhou-2017-36", "002-guangzhou-2019-2"])
def test_every_clause_is_read_as_a_person_read_it(stem):
    expected = json.loads((SAMPLES / f"{stem}.json").read_text(encoding="utf-8"))
    for clause, task in zip(expected, reading_of(stem).tasks, strict=True):
        assert {role: names(task, role) for role in ROLES} == {role: clause[role] for role in ROLES}
        assert task.annotation == without_space(clause["annotation"])
        text = without_space(task.text).rstrip("。")
        assert text.startswith(without_space(clause.get("starts", "")))
        assert text.endswith(without_space(clause["before"]).rstrip("。"))


@pytest.mark.parametrize("stem", STEMS)
def test_offsets_point_at_the_printed_text(stem):
    text = text_of(stem)
    for measure in reading_of(stem).measures:
        for task in measure.tasks:
            assert without_space(text[task.start : task.end]) == without_space(task.text)
            if task.annotation:
                assert (
                    without_space(text[task.annotation_start : task.annotation_end]).replace("*", "") == task.annotation
                )
            for unit in task.units:
                assert without_space(text[unit.start : unit.end]) == unit.printed


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("width", [20, 37, 80])
def test_broken_lines_change_nothing(stem, width):
    assert clauses_of(extract(wrapped(text_of(stem), width))) == clauses_of(reading_of(stem))


@pytest.mark.parametrize("stem", STEMS)
def test_a_text_on_one_line_holds_the_same_clauses(stem):
    joined = extract(text_of(stem).replace("\n", " "))
    assert clauses_of(joined) == clauses_of(reading_of(stem))


@pytest.mark.parametrize("stem", STEMS)
def test_line_ends_of_windows_change_nothing(stem):
    text = text_of(stem).replace("\n", "\r\n")
    assert clauses_of(extract(text)) == clauses_of(reading_of(stem))


@pytest.mark.parametrize("stem", STEMS)
def test_another_encoding_changes_nothing(stem):
    assert extract(decode(text_of(stem).encode("gb18030"))) == reading_of(stem)


@pytest.mark.parametrize("stem", STEMS)
def test_the_width_of_brackets_and_commas_changes_nothing(stem):
    assert clauses_of(extract(widths_swapped(text_of(stem)))) == clauses_of(reading_of(stem))


@pytest.mark.parametrize(("first", "second"), list(permutations(STEMS, 2)))
def test_two_documents_joined_hold_the_clauses_of_both(first, second):
    joined = extract(f"{text_of(first)}\n{text_of(second)}")
    assert clauses_of(joined) == clauses_of(reading_of(first)) + clauses_of(reading_of(second))


@pytest.mark.parametrize(
    ("stem", "old", "new"),
    [
        ("000-guangzhou-2017-36", "口岸办", "燕塘办"),
        ("001-guangzhou-2023-draft", "广州空港委", "广州云城委"),
        ("002-guangzhou-2019-2", "供销总社", "盐业总社"),
        ("004-shenzhen-2023-draft", "深圳海关", "盐田海关"),
    ],
)
def test_another_name_changes_that_name_only(stem, old, new):
    changed = clauses_of(extract(text_of(stem).replace(old, new)))
    expected = [
        (
            annotation.replace(old, new),
            tuple((role, name.replace(old, new)) for role, name in units),
            end.replace(old, new),
        )
        for annotation, units, end in clauses_of(reading_of(stem))
    ]
    assert changed == expected


def test_the_paths_are_the_printed_numbers():
    def paths(stem):
        return [measure.path for measure in reading_of(stem).measures]

    assert "二（四）" in paths("000-guangzhou-2017-36")
    assert paths("001-guangzhou-2023-draft") == [*map(str, range(1, 14)), "十四", "十五", "十六"]
    assert paths("002-guangzhou-2019-2")[-4:] == ["七（二十六）", "七（二十七）", "七（二十八）", "七（二十九）"]
    assert {"二（一）2", "三（一）", "三（五）16"} <= set(paths("003-guangdong-2018-394"))
    assert paths("004-shenzhen-2023-draft")[-1] == "四（二十）"


@pytest.mark.parametrize(
    ("stem", "facts"),
    [
        (
            "000-guangzhou-2017-36",
            {
                "title": "广州市人民政府办公厅关于印发加快广州跨境电子商务发展若干措施（试行）的通知",
                "number": "穗府办〔2017〕36号",
                "issuer": "广州市人民政府办公厅",
                "jurisdiction": "广州市",
                "issued_on": date(2017, 9, 9),
                "status": DocumentStatus.ISSUED,
            },
        ),
        (
            "001-guangzhou-2023-draft",
            {
                "title": "广州市推动跨境电子商务高质量发展若干政策措施（征求意见稿）",
                "number": None,
                "issuer": None,
                "jurisdiction": "广州市",
                "issued_on": None,
                "status": DocumentStatus.DRAFT,
                "valid_for": "3年",
                "valid_until": None,
            },
        ),
        (
            "002-guangzhou-2019-2",
            {
                "title": "广州市人民政府办公厅关于印发推动电子商务跨越式发展若干措施的通知",
                "number": "穗府办函〔2019〕2号",
                "issued_on": date(2019, 1, 2),
                "effective_from": date(2019, 1, 2),
                "valid_until": date(2022, 12, 31),
                "jurisdiction": "广州市",
            },
        ),
        (
            "003-guangdong-2018-394",
            {
                "number": "粤府函〔2018〕394号",
                "issuer": "广东省人民政府",
                "jurisdiction": "广东省",
                "issued_on": date(2018, 11, 23),
            },
        ),
        (
            "004-shenzhen-2023-draft",
            {
                "title": "深圳市关于推动跨境电子商务高质量发展的若干措施（征求意见稿）",
                "issuer": "深圳市商务局",
                "jurisdiction": "深圳市",
                "status": DocumentStatus.DRAFT,
            },
        ),
    ],
)
def test_the_facts_of_each_document(stem, facts):
    assert {name: getattr(reading_of(stem), name) for name in facts} == facts


def test_the_reporting_rule_of_2019_comes_out_whole():
    (rule,) = reading_of("002-guangzhou-2019-2").reporting_rules
    assert (rule.period, rule.month, rule.day) == ("year", 12, 10)
    assert (rule.reporters, rule.recipients) == (("各有关单位",), ("市商务委",))
    (condition,) = rule.conditional
    assert (condition.condition, condition.recipients) == ("涉及工业电子商务的", ("市工业和信息化委",))


def test_a_plan_without_clauses_is_carried_as_its_last_section_says():
    reading = reading_of("003-guangdong-2018-394")
    by_part = {}
    for measure in reading.measures:
        by_part.setdefault(measure.part, []).extend(measure.tasks)
    cities = {
        "中国（珠海）跨境电子商务综合试验区实施方案": "珠海市",
        "中国（东莞）跨境电子商务综合试验区实施方案": "东莞市",
    }
    assert {part: len(tasks) for part, tasks in by_part.items()} == dict(zip(cities, (17, 39), strict=True))
    for part, tasks in by_part.items():
        expected = [(cities[part], Role.LEAD), ("省各有关部门", Role.SUPPORT), ("省商务厅", Role.GUIDE)]
        assert all([(unit.name, unit.role) for unit in task.units] == expected for task in tasks)
        assert all(task.origin == Origin.DOCUMENT and task.annotation.startswith(cities[part]) for task in tasks)
    assert not any("总体要求" in (measure.section or "") for measure in reading.measures)


def test_the_province_reports_to_the_ministry_regularly():
    (rule,) = reading_of("003-guangdong-2018-394").reporting_rules
    assert (rule.period, rule.reporters, rule.recipients) == ("regular", ("省商务厅",), ("商务部", "省政府"))
    assert rule.part is None


def test_targets_keep_their_figures_and_year():
    found = {
        (target.text, target.low, target.high, target.unit, target.year)
        for target in reading_of("003-guangdong-2018-394").targets
    }
    assert found == {("突破450亿元", 450.0, None, "亿元", 2020), ("打造3-4个", 3.0, 4.0, "个", 2020)}
    assert all(target.kind == "cap" for target in reading_of("004-shenzhen-2023-draft").targets)


def test_a_collective_that_the_text_defines_is_pointed_out():
    (definition,) = [item for item in reading_of("004-shenzhen-2023-draft").diagnostics if item.code == "definition"]
    assert text_of("004-shenzhen-2023-draft")[definition.start : definition.end] == "各区"
