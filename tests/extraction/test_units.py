"""Lists of units as printed → names: FORMS §3, row by row, with bodies of many places and levels."""

import pytest

from tests.extraction.plans import cases, codes, duties_of, first_task, plan, with_clause
from tracker.extraction import extract
from tracker.extraction.units import is_unit, names_in, pieces_of, restore

SEPARATORS = [
    ("市教育局、市体育局，市妇联；团市委", "市教育局 市体育局 市妇联 团市委"),
    ("市教育局,市体育局;市妇联", "市教育局 市体育局 市妇联"),
    ("市教育局 市体育局 市妇联", "市教育局 市体育局 市妇联"),
    ("市教育局\u3000市体育局", "市教育局 市体育局"),
    ("市教育局和市体育局", "市教育局 市体育局"),
    ("市教育局及市体育局", "市教育局 市体育局"),
    ("市教育局与市体育局", "市教育局 市体育局"),
    ("市教育局、市体育局和各区政府", "市教育局 市体育局 各区政府"),
    ("市教育局 and 市体育局", "市教育局 市体育局"),
    ("省财政厅、省税务局以及各市政府", "省财政厅 省税务局 各市政府"),
]

CONJUNCTIONS_INSIDE = [
    ("市人力资源和社会保障局、市财政局", "市人力资源和社会保障局 市财政局"),
    ("市规划和自然资源局、市住房和城乡建设局", "市规划和自然资源局 市住房和城乡建设局"),
    ("市文化广电和旅游局和市体育局", "市文化广电和旅游局 市体育局"),
    ("省工业和信息化厅、省住房和城乡建设厅", "省工业和信息化厅 省住房和城乡建设厅"),
    ("县退役军人事务局和县人力资源和社会保障局", "县退役军人事务局 县人力资源和社会保障局"),
    ("市园林和林业绿化局", "市园林和林业绿化局"),
    ("市水利和湖泊局、市城乡建设局", "市水利和湖泊局 市城乡建设局"),
    ("市卫生和计划生育委员会", "市卫生和计划生育委员会"),
    ("市政务服务和大数据管理局及市委网信办", "市政务服务和大数据管理局 市委网信办"),
    ("市民族与宗教事务局", "市民族与宗教事务局"),
    ("省国防动员和人防办公室", "省国防动员和人防办公室"),
    ("市城市管理和综合执法局与市公安局", "市城市管理和综合执法局 市公安局"),
]

ET_CETERA = [
    ("市商务局、市财政局等", "市商务局 市财政局"),
    ("市商务局、市财政局等部门", "市商务局 市财政局"),
    ("市商务局、市财政局等单位", "市商务局 市财政局"),
    ("市商务局、市财政局等有关部门", "市商务局 市财政局"),
    ("市商务局、市财政局等相关单位", "市商务局 市财政局"),
    ("市商务局、市财政局等部门，各区政府", "市商务局 市财政局 各区政府"),
    ("市商务局、市财政局等部门、各区政府", "市商务局 市财政局 各区政府"),
    ("市商务局等和各镇政府", "市商务局 各镇政府"),
    ("市商务局、市财政局等部门和各县（市、区）政府", "市商务局 市财政局 各县（市、区）政府"),
    ("省发展改革委、省商务厅等10个部门", "省发展改革委 省商务厅"),
    ("省发展改革委、省商务厅等市级有关部门", "省发展改革委 省商务厅"),
    ("市商务局、市财政局等 部门", "市商务局 市财政局"),
]

PREFIX_CARRIES = [
    ("市发展改革委、科技局、统计局", "市发展改革委 市科技局 市统计局"),
    ("市委宣传部、文广旅游局、体育局", "市委宣传部 市文广旅游局 市体育局"),
    ("省教育厅、科技厅、财政厅", "省教育厅 省科技厅 省财政厅"),
    ("省自然资源厅、水利厅、林业局", "省自然资源厅 省水利厅 省林业局"),
    ("区住建局、城管局、水务局", "区住建局 区城管局 区水务局"),
    ("县农业农村局、林业局、水利局", "县农业农村局 县林业局 县水利局"),
    ("自治区商务厅、财政厅", "自治区商务厅 自治区财政厅"),
    ("州文旅局、林草局", "州文旅局 州林草局"),
    ("旗农牧局、水利局", "旗农牧局 旗水利局"),
    ("市教育局、人力资源和社会保障局、退役军人事务局", "市教育局 市人力资源和社会保障局 市退役军人事务局"),
    ("市财政局、国税局、地税局", "市财政局 市国税局 市地税局"),
    ("市交通运输局、税务局、邮政管理局", "市交通运输局 市税务局 市邮政管理局"),
    ("市科技局、科协、总工会、妇联", "市科技局 市科协 市总工会 市妇联"),
    ("市卫健委、医保局、疾控中心", "市卫健委 市医保局 市疾控中心"),
    ("市委组织部、宣传部、统战部", "市委组织部 市委宣传部 市委统战部"),
    ("省委网信办、省通信管理局、公安厅", "省委网信办 省通信管理局 省公安厅"),
    ("地区人社局、农业农村局", "地区人社局 地区农业农村局"),
    ("兵团发展改革委、商务局", "兵团发展改革委 兵团商务局"),
    ("宁波市税务局、财政局", "宁波市税务局 宁波市财政局"),
    ("市委宣传部、编办、教育局", "市委宣传部 市委编办 市教育局"),
    ("市法院、检察院、公安局", "市法院 市检察院 市公安局"),
]

GROUPS = [
    ("市发展改革委、科技局，省税务局、通信管理局", "市发展改革委 市科技局 省税务局 省通信管理局"),
    ("市商务局，杭州海关", "市商务局 杭州海关"),
    ("市发展改革委、财政局；宁波海关、宁波海事局", "市发展改革委 市财政局 宁波海关 宁波海事局"),
    ("省商务厅、财政厅，市商务局、财政局", "省商务厅 省财政厅 市商务局 市财政局"),
    ("市商务局、财政局、区商务局、税务局", "市商务局 市财政局 区商务局 区税务局"),
    ("省科技厅、教育厅、市科技局、教育局", "省科技厅 省教育厅 市科技局 市教育局"),
    ("县公安局、司法局、市税务局", "县公安局 县司法局 市税务局"),
    ("各区政府，市商务局、统计局", "各区政府 市商务局 市统计局"),
]

PREFIX_WITHHELD = [
    ("市商务局、各区政府、统计局", "市商务局 各区政府 市统计局"),
    ("市商务局、各县（市、区）政府", "市商务局 各县（市、区）政府"),
    ("市商务局、有关区政府", "市商务局 有关区政府"),
    ("市商务局、柯桥区政府、越城区政府", "市商务局 柯桥区政府 越城区政府"),
    ("市商务局、余姚市政府、象山县政府", "市商务局 余姚市政府 象山县政府"),
    ("市商务局、杭州海关、宁波海关", "市商务局 杭州海关 宁波海关"),
    ("市财政局、人民银行绍兴市分行", "市财政局 人民银行绍兴市分行"),
    ("市地方金融局、中国工商银行绍兴分行", "市地方金融局 中国工商银行绍兴分行"),
    ("市商务局、外汇管理局绍兴市分局", "市商务局 外汇管理局绍兴市分局"),
    ("市商务局、国家外汇管理局绍兴市中心支局", "市商务局 国家外汇管理局绍兴市中心支局"),
    ("市财政局、宁波银保监局", "市财政局 宁波银保监局"),
    ("市财政局、绍兴金融监管分局", "市财政局 绍兴金融监管分局"),
    ("市商务局、杭州临空经济示范区管委会", "市商务局 杭州临空经济示范区管委会"),
    ("市商务局、中国出口信用保险公司浙江分公司", "市商务局 中国出口信用保险公司浙江分公司"),
    ("市国资委、绍兴交通投资集团", "市国资委 绍兴交通投资集团"),
    ("市发展改革委、国网绍兴供电公司", "市发展改革委 国网绍兴供电公司"),
    ("市人社局、团市委、妇联", "市人社局 团市委 市妇联"),
    ("市公安局、武警绍兴支队", "市公安局 武警绍兴支队"),
    ("市教育局、绍兴文理学院", "市教育局 绍兴文理学院"),
    ("市商务局、领导小组成员单位", "市商务局 领导小组成员单位"),
    ("市气象局、民航浙江安全监管局", "市气象局 民航浙江安全监管局"),
    ("市商务局、国家税务总局绍兴市税务局", "市商务局 国家税务总局绍兴市税务局"),
    ("市交通运输局、宁波舟山港股份有限公司", "市交通运输局 宁波舟山港股份有限公司"),
    ("市科技局、在绍高校院所", "市科技局 在绍高校院所"),
    ("市农业农村局、第三师图木舒克市", "市农业农村局 第三师图木舒克市"),
]

LOOKS_LIKE_A_PREFIX = [
    ("市财政局、市场监管局", "市财政局 市市场监管局"),
    ("市市场监管局、市财政局", "市市场监管局 市财政局"),
    ("市发展改革委、市场监督管理局、税务局", "市发展改革委 市市场监督管理局 市税务局"),
    ("市住建局、市政园林局", "市住建局 市市政园林局"),
    ("市政府办公室、司法局", "市政府办公室 市司法局"),
    ("省财政厅、省级机关事务管理局", "省财政厅 省级机关事务管理局"),
    ("市城管局、市容环卫中心", "市城管局 市市容环卫中心"),
]

SHARED_ENDINGS = [
    ("杭州、宁波、温州海关", "杭州海关 宁波海关 温州海关"),
    ("市商务局，杭州、宁波海关", "市商务局 杭州海关 宁波海关"),
    ("拱北、湛江、汕头海关", "拱北海关 湛江海关 汕头海关"),
    ("柯桥、上虞、越城区政府", "柯桥区政府 上虞区政府 越城区政府"),
    ("诸暨市、嵊州市、新昌县政府", "诸暨市政府 嵊州市政府 新昌县政府"),
    ("市财政局、柯桥区和上虞区政府", "市财政局 柯桥区政府 上虞区政府"),
]

COLLECTIVES = [
    "各区政府",
    "各区、县级市",
    "各区、县（市）政府",
    "各县（市、区）人民政府",
    "各县〔市、区〕政府",
    "各市、县（市、区）政府",
    "各市、县、区人民政府",
    "市直有关部门",
    "市级各有关单位",
    "省有关部门",
    "各有关单位",
    "领导小组成员单位",
    "绍兴市外贸工作领导小组成员单位",
    "各开发区管委会",
    "各设区市人民政府",
    "各市州政府",
    "有关县级政府",
    "各镇（街道）",
    "其他有关部门",
    "市属国有企业",
    "各成员单位",
    "各县（市、区）党委和政府",
    "各乡（镇）党委、政府",
    "各市、县人民政府",
    "各区（市、县、开发区）",
    "各有关县（市、区）政府",
    "市级各部门",
    "“四大平台”管委会",
]

KEPT_INSIDE = [
    ("市市场监管局（市知识产权局）", "市市场监管局（市知识产权局）"),
    ("市市场监管局(市知识产权局)、市财政局", "市市场监管局（市知识产权局） 市财政局"),
    ("市农业农村局（市乡村振兴局）、林业局", "市农业农村局（市乡村振兴局） 市林业局"),
    ("市委统战部（市民宗局）", "市委统战部（市民宗局）"),
    ("市“最多跑一次”改革办、市财政局", "市“最多跑一次”改革办 市财政局"),
    ("市“五水共治”办", "市“五水共治”办"),
    ("“信用中国（浙江）”建设成员单位", "“信用中国（浙江）”建设成员单位"),
    ("中国（绍兴）跨境电子商务综合试验区领导小组成员单位", "中国（绍兴）跨境电子商务综合试验区领导小组成员单位"),
    ("外贸协调机制（专班）成员单位", "外贸协调机制（专班）成员单位"),
    ("市治水办（河长办）、生态环境局", "市治水办（河长办） 市生态环境局"),
]

TABLES = {
    "separators": SEPARATORS,
    "conjunction inside": CONJUNCTIONS_INSIDE,
    "et cetera": ET_CETERA,
    "prefix carries": PREFIX_CARRIES,
    "groups": GROUPS,
    "prefix withheld": PREFIX_WITHHELD,
    "looks like a prefix": LOOKS_LIKE_A_PREFIX,
    "shared ending": SHARED_ENDINGS,
    "collective": [(name, name) for name in COLLECTIVES],
    "kept inside": KEPT_INSIDE,
}
ROWS = cases(TABLES)


@pytest.mark.parametrize(("printed", "names"), ROWS)
def test_a_list_of_those_responsible_is_split_into_its_names(printed, names):
    assert duties_of(f"（责任单位：{printed}）") == f"负责 {names}"


@pytest.mark.parametrize(("printed", "names"), ROWS)
def test_a_list_after_the_lead_is_split_into_the_same_names(printed, names):
    assert duties_of(f"（市外办牵头，{printed}配合）") == f"牵头 市外办；配合 {names}"


@pytest.mark.parametrize(("printed", "names"), ROWS)
def test_a_line_broken_within_a_name_changes_no_name(printed, names):
    for at in range(1, len(printed)):
        if printed[at - 1].isspace() or printed[at].isspace():
            continue
        broken = f"（责任单位：{printed[:at]}\n{printed[at:]}）"
        assert duties_of(broken) == f"负责 {names}"


@pytest.mark.parametrize("between", [" \n", "\n ", "\n\u3000"])
def test_a_list_divided_by_spaces_is_divided_at_its_line_ends_too(between):
    printed = f"市教育局 市体育局{between}市妇联 市总工会"
    assert duties_of(f"（责任单位：{printed}）") == "负责 市教育局 市体育局 市妇联 市总工会"


@pytest.mark.parametrize(("printed", "name"), cases({"collective": [(name, name) for name in COLLECTIVES]}))
def test_a_collective_among_others_stays_one_name(printed, name):
    assert duties_of(f"（市商务局牵头，市财政局、{printed}配合）") == f"牵头 市商务局；配合 市财政局 {name}"


def test_a_unit_keeps_its_print_and_its_place():
    text = with_clause("（市商务局牵头，市市场监管局(市知识\n产权局)、税务局配合）")
    units = first_task(text).units
    assert [(unit.name, unit.printed) for unit in units] == [
        ("市商务局", "市商务局"),
        ("市市场监管局（市知识产权局）", "市市场监管局(市知识产权局)"),
        ("市税务局", "税务局"),
    ]
    assert [text[unit.start : unit.end] for unit in units] == ["市商务局", "市市场监管局(市知识\n产权局)", "税务局"]


@pytest.mark.parametrize("definition", ["含滨海新区、镜湖新区，下同", "包括滨海新区，下同", "含功能区"])
def test_a_collective_defined_in_brackets_is_named_without_its_definition(definition):
    findings = extract(
        plan(f"扩大招商。（市投促局牵头，各区〔{definition}〕配合）", "优化环境。（市发展改革委牵头，各区配合）")
    )
    assert [[unit.name for unit in task.units] for task in findings.tasks] == [
        ["市投促局", "各区"],
        ["市发展改革委", "各区"],
    ]
    assert "definition" in codes(findings)


def test_a_name_that_does_not_look_like_a_unit_is_kept_and_pointed_out():
    findings = extract(with_clause("（市商务局牵头，市财政局、数智未来配合）"))
    assert [unit.name for unit in findings.tasks[0].units] == ["市商务局", "市财政局", "数智未来"]
    assert "unknown-unit" in codes(findings)


@pytest.mark.parametrize("text", ["市商务局", "各有关单位", "杭州海关", "县供销社", "团市委", "市“双创”办", "各区"])
def test_names_of_units_are_known_as_such(text):
    assert is_unit(text)


@pytest.mark.parametrize("text", ["局", "2026年12月31日", "以下简称平台", "300万元", "对企业的奖励", "试行", "见附件2"])
def test_other_words_are_known_as_no_unit(text):
    assert not is_unit(text)


def names_of(content):
    pieces = pieces_of(content, frozenset(), 0)
    names = [name for text, start, separator in pieces for name in names_in(text, start, new_group=separator in "，；")]
    return restore(names)


def test_every_name_of_a_list_knows_its_place_in_it():
    content = "市财政局、税务局等部门，杭州、宁波海关"
    names = names_of(content)
    assert [content[name.start : name.end] for name in names] == ["市财政局", "税务局", "杭州", "宁波海关"]
    assert [name.prefix + name.text + name.ending for name in names] == ["市财政局", "市税务局", "杭州海关", "宁波海关"]
