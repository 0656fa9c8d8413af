import pytest

from tracker.storage.queries.task import Source, UnitPlace
from tracker.vocabulary import Role
from tracker.web.passages import passages


def a_source(text, *, task, clause=None, measure=None, units=()):
    """Spans are given by the words they cover."""
    return Source(text, *(words and span(text, words) for words in (measure, task, clause)), tuple(units))


def span(text, words):
    start = text.index(words)
    return start, start + len(words)


def unit(text, words, role=Role.LEAD, key="1"):
    return UnitPlace(span(text, words), role, key)


def told(passage):
    """A passage with its task in 【】 and its units in [role:]."""
    marked = "".join(
        f"[{one.role}:{one.text}]" if one.role else one.text if one.chosen else one.text.join("‹›") for one in passage
    )
    return marked.replace("›‹", "")


def test_the_task_is_chosen_the_rest_of_its_measure_is_not_and_units_bear_their_role():
    text = "一、总的。甲项（市商务委牵头，市财政局配合）。乙项（市公安局负责）。"
    units = [unit(text, "市财政局", Role.SUPPORT, "2"), unit(text, "市商务委")]
    source = a_source(text, measure=text, task="甲项", clause="（市商务委牵头，市财政局配合）", units=units)
    (passage,) = passages(source)
    assert told(passage) == "‹一、总的。›甲项（[lead:市商务委]牵头，[support:市财政局]配合）‹。乙项（市公安局负责）。›"
    assert [piece.key for piece in passage if piece.role] == ["1", "2"]


def test_what_lies_between_a_task_and_its_clause_is_chosen_too():
    text = "甲项。（市商务委牵头）"
    (passage,) = passages(a_source(text, measure=text, task="甲项", clause="（市商务委牵头）"))
    assert told(passage) == text


def test_without_the_measure_s_span_the_task_and_its_clause_are_shown():
    text = "前文。甲项（市商务委牵头）。后文。"
    (passage,) = passages(a_source(text, task="甲项", clause="（市商务委牵头）", units=[unit(text, "市商务委")]))
    assert told(passage) == "甲项（[lead:市商务委]牵头）"


def test_a_duty_written_once_for_the_whole_document_shows_the_sentences_it_rests_on():
    text = "省商务厅要督促检查。1.甲项。其他。珠海市要精心组织。各部门要配合。完。"
    clause = "珠海市要精心组织。各部门要配合。"
    units = [
        unit(text, "珠海市"),
        unit(text, "各部门", Role.SUPPORT, "2"),
        unit(text, "省商务厅", Role.GUIDE, "3"),
    ]
    found = passages(a_source(text, measure="1.甲项。", task="甲项。", clause=clause, units=units))
    assert [told(passage) for passage in found] == [
        "‹1.›甲项。",
        "[guide:省商务厅]‹要督促检查。›",
        "[lead:珠海市]要精心组织。[support:各部门]要配合。",
    ]


def test_a_task_without_any_place_has_no_passage():
    assert passages(Source("全文。", None, None, None, ())) == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("推进口岸\n建设。", "推进口岸建设。"),
        ("推进口岸  \n\n  建设。", "推进口岸建设。"),
        ("## **（一）标题**\n正文甲。\n正文乙。", "（一）标题\n正文甲。\n正文乙。"),
        (
            "（一）标题\n这一行写到了纸边才折到下一行去，句\n子没有完。",
            "（一）标题\n这一行写到了纸边才折到下一行去，句子没有完。",
        ),
        (
            "（一）标题。\n甲写到纸边恰好有一个句号在行末的。\n这一句还没有写完就已经到了纸边\n完。",
            "（一）标题。\n甲写到纸边恰好有一个句号在行末的。这一句还没有写完就已经到了纸边完。",
        ),
    ],
)
def test_the_file_s_line_breaks_are_taken_out_and_its_paragraphs_kept(text, shown):
    (passage,) = passages(Source(text, (0, len(text)), None, None, ()), "标题")
    assert "".join(piece.text for piece in passage) == shown
