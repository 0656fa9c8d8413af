"""Whether a name begins with a place, and whose jurisdiction a title or an issuer names."""

import pytest

from tracker.extraction.places import full_place, is_place, jurisdiction_of, leading_place


@pytest.mark.parametrize(
    ("name", "full", "leading"),
    [
        ("杭州市税务局", "杭州市", "杭州市"),
        ("杭州海关", "", "杭州"),
        ("云南省财政厅", "云南省", "云南省"),
        ("新疆维吾尔自治区商务厅", "新疆维吾尔自治区", "新疆维吾尔自治区"),
        ("桐庐县政府", "桐庐县", "桐庐县"),
        ("市财政局", "", ""),
        ("公安局", "", ""),
        ("资源规划局", "", ""),
        ("港口管理局", "", ""),
        ("合作交流办", "", ""),
    ],
)
def test_a_name_may_begin_with_a_place(name, full, leading):
    assert (full_place(name), leading_place(name)) == (full, leading)


@pytest.mark.parametrize("text", ["杭州市", "杭州", "浙江省", "桐庐县", "西湖区"])
def test_places_are_known(text):
    assert is_place(text)


@pytest.mark.parametrize("text", ["市财政局", "各区", "推进", ""])
def test_other_words_are_no_places(text):
    assert not is_place(text)


@pytest.mark.parametrize(
    ("text", "jurisdiction"),
    [
        ("成都市人民政府办公厅", "成都市"),
        ("四川省成都市商务局", "成都市"),
        ("成都市武侯区人民政府", "武侯区"),
        ("广西壮族自治区人民政府", "广西壮族自治区"),
        ("国务院办公厅", "全国"),
        ("国家发展改革委", "全国"),
        ("云溪县人民政府办公室", "云溪县"),
        ("武汉东湖新技术开发区管委会", "武汉市"),
        ("兰州高新区管理委员会办公室", "兰州市"),
        ("云溪高新区管委会", None),
        ("推动外贸发展若干措施", None),
    ],
)
def test_a_title_or_an_issuer_names_its_jurisdiction(text, jurisdiction):
    assert jurisdiction_of(text) == jurisdiction
