import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agencies.registries import rows
from tracker.agencies.names import (
    completed,
    folded,
    is_collective_like,
    level_of,
    normal,
    with_second_name,
    without_remark,
)
from tracker.agencies.places import Places

PLACES = Places(rows().jurisdictions)


@pytest.mark.parametrize(
    ("printed", "form"),
    [
        ("市商务局", "市商务局"),
        (" 市 商务\n局　", "市商务局"),
        ("市商务局、", "市商务局"),
        ("“单一窗口” 建设成员单位", "单一窗口建设成员单位"),
        ("中国(广州)跨境电商领导小组", "中国（广州）跨境电商领导小组"),
        ("各区〔含前海〕", "各区（含前海）"),
        ("５Ｇ办", "5G办"),
        ("", ""),
    ],
)
def test_widths_white_space_and_brackets_have_one_form(printed, form):
    assert normal(printed) == form


@given(st.text())
def test_a_normal_form_is_its_own_normal_form(text):
    assert normal(normal(text)) == normal(text)


@pytest.mark.parametrize(
    ("printed", "jurisdiction", "complete"),
    [
        ("市商务局", "广州市", "广州市商务局"),
        ("市商务局", "深圳市", "深圳市商务局"),
        ("市商务局", "天河区", "广州市商务局"),
        ("省商务厅", "珠海市", "广东省商务厅"),
        ("我省商务厅", "珠海市", "广东省商务厅"),
        ("自治区商务厅", "南宁市", "广西壮族自治区商务厅"),
        ("区商务局", "天河区", "天河区商务局"),
        ("市委宣传部", "广州市", "广州市委宣传部"),
        ("市民政局", "广州市", "广州市民政局"),
        ("市政府", "广州市", "广州市政府"),
        ("市商务局", "北京市", "北京市商务局"),
        ("国家发展改革委", "广州市", "国家发展改革委"),
        ("市商务局", "广东省", None),
        ("区商务局", "广州市", None),
        ("区商务局", "南宁市", None),
        ("市场监管局", "广州市", None),
        ("国家外汇管理局广东分局", "广州市", None),
        ("广州海关", "广州市", None),
        ("市", "广州市", None),
    ],
)
def test_a_level_is_that_of_the_jurisdiction_or_of_its_superiors(printed, jurisdiction, complete):
    assert completed(printed, PLACES.chain(PLACES.find(jurisdiction).code)) == complete


def test_a_level_is_parted_from_its_name():
    assert (level_of("市市场监管局"), level_of("市场监管局")) == (("市", "市场监管局"), ("", "市场监管局"))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("天河区人民政府", "天河区政府"),
        ("国家税务总局广州市税务局", "广州市税务局"),
        ("中国人民银行深圳市中心支行", "人行深圳市中支"),
        ("人民银行广州分行", "人行广州分行"),
        ("国家外汇管理局广东省分局", "外汇局广东省分局"),
        ("外管局广东省分局", "外汇局广东省分局"),
        ("中共广州市委员会宣传部", "广州市委宣传部"),
        ("广州市发展和改革委员会", "广州市发改委"),
        ("东莞市工业和信息化局", "东莞市工信局"),
        ("深圳市人力资源和社会保障局", "深圳市人社局"),
        ("广州市规划和自然资源局", "广州市规自局"),
    ],
)
def test_ways_of_writing_fold_to_one(written, kept):
    assert folded(written) == kept


def test_a_second_name_stands_in_a_bracket():
    assert with_second_name("市市场监管局（市知识产权局）") == ("市市场监管局", "市知识产权局")
    assert with_second_name("市市场监管局") is None


def test_a_remark_in_a_bracket_is_not_part_of_the_name():
    assert without_remark("各区（含前海合作区，下同）") == "各区"
    assert without_remark("市文化局（市文物局）") == "市文化局（市文物局）"


@pytest.mark.parametrize("name", ["各区政府", "有关区政府", "市直有关部门", "领导小组成员单位", "省各有关部门"])
def test_several_bodies_are_told_from_one(name):
    assert is_collective_like(name)
    assert not is_collective_like("市商务局")
