"""A small registry as a clerk would describe it: three levels, the reform of 2019, customs, a collective."""

from datetime import date

from tracker.agencies.rows import Rows

PLACES = [
    ("440000", "广东省", "广东", "province", ""),
    ("440100", "广州市", "广州", "city", "440000"),
    ("440106", "天河区", "天河", "county", "440100"),
    ("440112", "黄埔区", "黄埔", "county", "440100"),
    ("440300", "深圳市", "深圳", "city", "440000"),
    ("440400", "珠海市", "珠海", "city", "440000"),
    ("110000", "北京市", "北京", "province", ""),
    ("110105", "朝阳区", "朝阳", "county", "110000"),
    ("220000", "吉林省", "吉林", "province", ""),
    ("220100", "长春市", "长春", "city", "220000"),
    ("220104", "朝阳区", "朝阳", "county", "220100"),
    ("450000", "广西壮族自治区", "广西", "province", ""),
    ("450100", "南宁市", "南宁", "city", "450000"),
    ("440100-01", "广州空港经济区", "空港", "zone", "440100"),
]
REFORM = "2019-01-09"
AGENCIES = [
    ("gd-swt", "440000", "广东省商务厅", "省商务厅", "", ""),
    ("gz-sww", "440100", "广州市商务委员会", "市商务委", "", REFORM),
    ("gz-swj", "440100", "广州市商务局", "市商务局", REFORM, ""),
    ("gz-scjg", "440100", "广州市市场监督管理局", "市市场监管局", REFORM, ""),
    ("gz-xcb", "440100", "中共广州市委宣传部", "市委宣传部", "", ""),
    ("gz-swju", "440100", "国家税务总局广州市税务局", "市税务局", "2018-07-05", ""),
    ("gz-hg", "440100", "广州海关", "", "", ""),
    ("hp-hg", "440100", "黄埔海关", "", "", ""),
    ("gz-kg", "440100-01", "广州空港经济区管理委员会", "广州空港委", "", ""),
    ("th-swj", "440106", "广州市天河区商务局", "区商务局", "", ""),
    ("th-gov", "440106", "天河区人民政府", "", "", ""),
    ("hp-gov", "440112", "黄埔区人民政府", "", "", ""),
    ("sz-swj", "440300", "深圳市商务局", "市商务局", "", ""),
    ("bj-cy", "110105", "朝阳区人民政府", "", "", ""),
    ("cc-cy", "220104", "朝阳区人民政府", "", "", ""),
    ("gx-swt", "450000", "广西壮族自治区商务厅", "", "", ""),
    ("cn-swb", "", "商务部", "", "", ""),
    ("cn-fgw", "", "国家发展和改革委员会", "", "", ""),
    ("gd-wh", "440000", "国家外汇管理局广东省分局", "", "", ""),
]
ALIASES = [
    ("gz-swj", "市商务主管部门"),
    ("gd-wh", "国家外汇管理局广东分局"),
    ("gz-qgz", "各区"),
]
COLLECTIVES = [
    ("gz-qgz", "440100", "各区政府", "no"),
    ("gz-yg", "440100", "市有关部门", "yes"),
    ("gd-yg", "440000", "省各有关部门", "yes"),
]
MEMBERS = [("gz-qgz", "th-gov", "", ""), ("gz-qgz", "hp-gov", "", "")]


def tables(**more):
    """The tables as a CSV gives them; ``more`` adds rows, each a mapping, to the tables named."""
    given = {
        "jurisdictions": _rows("code name short level parent", PLACES),
        "agencies": _rows("id jurisdiction name short valid_from valid_to", AGENCIES),
        "aliases": _rows("agency name", ALIASES),
        "successions": _rows("predecessor successor kind date", [("gz-sww", "gz-swj", "rename", REFORM)]),
        "collectives": _rows("id jurisdiction name open", COLLECTIVES),
        "collective_members": _rows("collective agency valid_from valid_to", MEMBERS),
    }
    return {table: rows + more.get(table, []) for table, rows in given.items()}


def rows(**more):
    return Rows.of(**tables(**more))


def _rows(columns, values):
    return [dict(zip(columns.split(), row, strict=True)) for row in values]


def day(text):
    return date.fromisoformat(text)
