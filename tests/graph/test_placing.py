import math

import pytest

from tracker.graph.placing import Mark, Place, Ring, label_box, place, text_width


def ring_of(count, *, label="市商务局 1 + 2", across=200, up=120):
    marks = [(Mark(key, [label], 10, 12), 2 * math.pi * key / count) for key in range(count)]
    return Ring(marks, across, up)


def test_the_hub_is_in_the_middle_with_its_label_beneath():
    places = place(Mark("枢纽", ["市商务局 9 + 9"], 30, 14), [], width=400, height=300)
    assert places == {"枢纽": Place(200, 150, "市商务局 9 + 9", "bottom center")}


def test_with_room_for_all_every_mark_stands_where_it_is_wished():
    places = place(None, [ring_of(4)], width=720, height=400)
    assert [(there.x, there.y) for there in places.values()] == [(560, 200), (360, 320), (160, 200), (360, 80)]


@pytest.mark.parametrize(
    ("key", "label_at"), [(0, "middle right"), (1, "top center"), (2, "middle left"), (3, "bottom center")]
)
def test_a_label_stands_on_the_side_away_from_the_middle(key, label_at):
    assert place(None, [ring_of(4)], width=720, height=400)[key].label_at == label_at


def test_a_mark_moves_along_its_ring_where_its_label_would_lie_on_another():
    crowd = Ring([(Mark(key, ["市商务局 1 + 2"], 10, 12), 0.0) for key in range(5)], 200, 120)
    places = place(None, [crowd], width=720, height=400)
    assert len({(there.x, there.y) for there in places.values()}) == 5
    assert all(there.label for there in places.values())


def test_a_shorter_label_is_taken_where_the_long_one_finds_no_room():
    mark = Mark(1, ["很长很长很长很长的名称 1 + 2", "短 1 + 2"], 10, 12)
    assert place(None, [Ring([(mark, 0.0)], 10, 10)], width=130, height=60)[1].label == "短 1 + 2"


def test_a_label_without_room_is_left_out_and_the_mark_stays():
    places = place(None, [ring_of(60, across=20, up=20)], width=150, height=100)
    assert any(there.label == "" for there in places.values())
    assert len(places) == 60


def test_a_mark_without_labels_stands_where_it_is_wished_even_in_a_crowd():
    marks = Ring([(Mark(key, [], 10, 12), 0.0) for key in range(3)], 50, 50)
    assert {(there.x, there.y) for there in place(None, [marks], width=400, height=400).values()} == {(250, 200)}


def test_the_same_marks_stand_at_the_same_places():
    assert place(None, [ring_of(30)], width=720, height=400) == place(None, [ring_of(30)], width=720, height=400)


def test_nothing_has_no_places():
    assert place(None, [], width=720, height=400) == {}
    assert place(None, [Ring([], 10, 10)], width=720, height=400) == {}


def test_chinese_is_one_em_wide_and_digits_less():
    assert text_width("市局", 12) == 24
    assert 6 < text_width("8", 12) < 9


def test_a_label_box_lies_on_its_side_of_the_mark():
    mark = Mark(1, ["市局"], 16, 10)
    left, bottom, right, top = label_box(Place(100, 50, "市局", "middle right"), mark)
    assert left > 108
    assert right == left + 20
    assert bottom < 50 < top
    assert label_box(Place(100, 50, "市局", "top center"), mark)[0] == 90
    assert label_box(Place(100, 50, "市局", "bottom center"), mark)[1] < 50 - 8 - 10
