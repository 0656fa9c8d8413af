"""Zones whose offices share an ending, or the front of a name, in a list."""

import pytest

from tests.extraction.plans import duties_of


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("喀什、霍尔果斯经济开发区管委会", "喀什经济开发区管委会 霍尔果斯经济开发区管委会"),
        ("郑州、洛阳综合保税区管委会", "郑州综合保税区管委会 洛阳综合保税区管委会"),
        ("江口经开区党工委、管委会", "江口经开区党工委 江口经开区管委会"),
        ("高新、经开区管委会", "高新区管委会 经开区管委会"),
    ],
)
def test_each_zone_has_its_office(printed, names):
    assert duties_of(f"（责任单位：{printed}）") == f"负责 {names}"
