import pytest

from tracker.workbooks.answers import BY_NAME, STATES
from tracker.workbooks.faults import Fault, FaultKind
from tracker.workbooks.grids import Failed, Formula, Number
from tracker.workbooks.parsing import answer


def read(value, name="progress"):
    given = answer(value, BY_NAME[name], "L7", STATES)
    return given.kind if isinstance(given, Fault) else given


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Number(0.75, True), 75),
        (Number(0.333333, True), 33),
        ("33.5%", 34),
        (Number(75, False), 75),
        (Number(0, False), 0),
        (Number(1, True), 100),
        ("75%", 75),
        ("７５％", 75),
        (" 75 ％ ", 75),
        ("75", 75),
        (None, None),
        ("  ", None),
        (Number(0.75, False), 75),
        (Number(30, True), 30),
        ("3000%", 30),
        (Number(2, True), FaultKind.NO_SHARE),
        (Number(1, False), FaultKind.UNCLEAR_SHARE),
        ("1", FaultKind.UNCLEAR_SHARE),
        ("0.5", 50),
        (Number(75, True), 75),
        (Number(-0.1, True), FaultKind.NO_SHARE),
        ("101%", FaultKind.NO_SHARE),
        ("八成", FaultKind.NO_SHARE),
        ("2026-12-08", FaultKind.NO_SHARE),
        (Formula("0.75"), FaultKind.FORMULA),
    ],
)
def test_a_share_is_read_as_a_percent_or_asked_about(value, expected):
    assert read(value, "percent") == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("进行中", "进行中"),
        (" 进行中\n", "进行中"),
        ("已 完成", "已完成"),
        (None, None),
        ("完成", FaultKind.OUT_OF_LIST),
        ("已完成。", FaultKind.OUT_OF_LIST),
        (Number(1, False), FaultKind.OUT_OF_LIST),
    ],
)
def test_a_state_is_one_of_the_list(value, expected):
    assert read(value, "progress_state") == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("认定23家。\r\n公示", "认定23家。\n公示"),
        ("\u3000 ", None),
        ("=1+1", "=1+1"),
        (Number(23, False), "23"),
        (Number(0.75, True), "75%"),
        (Number(13800000000, False), "13800000000"),
        (Number(2.5, False), "2.5"),
        ("响\x07铃\x00", "响铃"),
        (Formula("甲"), FaultKind.FORMULA),
        (Failed("#REF!"), FaultKind.FAILED),
        ("长" * 32_767, "长" * 32_767),
        ("长" * 32_768, FaultKind.TOO_LONG),
    ],
)
def test_a_text_is_what_the_cell_shows(value, expected):
    assert read(value) == expected


def test_a_fault_names_its_cell_and_says_what_to_do():
    fault = answer("完成", BY_NAME["progress_state"], "J7", STATES)
    assert (
        fault.sentence == "J7：完成状态“完成”不在列表中；请从未启动、进行中、已完成、长期推进、受阻、不再实施中选一个。"
    )
