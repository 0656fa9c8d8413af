"""The words by which a clerk recognises responsibility: role verbs, captions, how units' names end, what is no measure."""

import re
from functools import lru_cache

from tracker.vocabulary import Role

REMEMBERED = 4096
"""Names that the pure questions about a name remember: a document asks the same ones hundreds of times."""
SEPARATORS = "、，；。,;"
GROUP_BREAKS = "，；。"
SENTENCE_END = "。；！？"

# How units end. STRONG endings are bodies of government; WEAK ones are units only where a clause has said so.
STRONG_UNIT = (
    r"(?:局|委|办|厅|部|署|办公室|委员会|管委会|政府|海关|银行|分行|支行|法院|检察院|集团|公司|分公司|单位|部门|领导小组"
    r"|指挥部|工作组|专班|总工会|联合会|妇联|残联|侨联|工商联|文联|科协|社科联|团委|团市委|团省委|团区委|团县委|总队|支队|大队|中队|执法队|中央|派出所"
    r"|贸促会|红十字会|供销社|总社|联社|办事处|分局|支局|中心支行|党校|行政学院|镇街|街道|乡镇|委办|党组|军分区|武装部)"
)
WEAK_UNIT = (
    r"(?:院|会|社|联|协|中心|室|处|科|(?<![控参])股|站|所|馆|台|队|校|团|司|行|府|组|地区|区|县|市|省|州|盟|旗|镇|乡|村|社区|街|园区|园|基地|企业|[国央]企|机构"
    r"|学校|高校|院校|医院|大学|学院|组织|协会|商会|学会|联盟|平台|电网|电信|移动|联通|铁塔|邮政|石化|石油|烟草|机场|港口|口岸|国资|厂|等"
    r"|地方|(?<=各)地|各级|战区|兵团|农场|林场|矿|库|报社|媒体|主体|网格|署|局队|机关)"
)
BRACKETED = r"(?:[（〔〈][^（）〔〕〈〉]{1,40}[）〕〉])"
UNIT_END = re.compile(rf"(?:{STRONG_UNIT}|{WEAK_UNIT}){BRACKETED}?$")
STRONG_UNIT_END = re.compile(rf"{STRONG_UNIT}{BRACKETED}?$")
COLLECTIVE = re.compile(
    r"^(?:各|有关|相关|其他|其它|全市|全省|全区|全县|市直|省直|区直|县直|州直|市有关|省有关|区有关|县有关|市各|省各|区各|县各|市相关|省相关"
    r"|市级|省级|区级|县级|中央|国务院有关|国务院各|市属|省属|区属|县属|属地|所在|辖区|街道|镇街|乡镇|镇（街|镇、街)"
    r"|.{0,24}成员单位$|(?:有关部门|相关部门|有关单位|相关单位|各部门|各单位)$"
)

NOT_A_UNIT = re.compile(
    r"(?:：|除外|以下简称|简称|下同|试行|附表|附件|含义|是指|^含|^包括|^如|^即|^见|^详见|^指|^注|^不含|^不包括|^例如|^其中|^原|^暂行|是|(?<![老青少])年|月(?!报)|日(?!报)|万元|亿元|%|％|的|了|将|等方面|《|》|要(?![素闻情塞])|应当|必须|加强|做好|切实|认真|进一步|积极)"
)

# A verb that gives the names before it their role. Longest first: 牵头负责 is 牵头.
MANNER = (
    r"(?:(?:按照?|根据|依据|依)(?:各自|部门|本单位|工作|有关)?(?:的)?(?:工作|部门)?(?:法定)?(?:职责|职能|分工|权限|任务){1,2}(?:分工|范围|权限)?(?:内)?"
    r"|各自|结合实际|切实|按要求|分别|共同|联合|具体|统筹|积极|密切|协同|分工|各负其责|按分工|按职责|全力|协力|主要|均|等|予以|给予|做好|大力|组织|抓好|认真)*"
)
MEANS = r"(?:技术|资金|业务|服务|政策|要素|人才|智力|数据|信息|经费|后勤|法律|法治|金融|用地|土地|用能|电力|宣传|安全|物资|人员|专业|财政|组织|相关|有关)"
GIVES = r"承担|负责|做好|开展|提供|给予"
VERBS = {
    r"牵头(?:负责|抓总|组织实施|组织|落实|实施|推进|办理|协调|督导|指导|督办)?|负责牵头|总牵头|负总责|总负责|主办|主责|为牵头单位|抓总|负责统筹(?:协调)?|统筹(?:协调|推进)?|为主|(?<=[局委办厅部府])组织": Role.LEAD,
    r"(?:负责|予以|给予)?(?:业务|监督|督促|支持|协调|跟踪|技术|政策|统筹){0,2}(?:指导|督导|督查|督办)|监督(?:检查|落实|指导)?": Role.GUIDE,
    r"协助配合|协调配合|协同配合|参与配合|配合支持|参与支持|支持配合|配合(?:抓好|做好)?(?:落实|实施|推进|工作|完成)?|配合[做抓]好|参与|参加|支持|协助|协办|协同|会办|为配合单位"
    rf"|(?:{GIVES})(?:{MEANS}(?:和|及|、)?){{0,4}}(?:支持|支撑|保障)"
    r"|(?:负责|做好)(?:协助|参与|配合|支持)|(?:协助|协同)做好|做好(?:相关|有关|配套|协调|保障|服务|支持){1,2}": Role.SUPPORT,
    r"负责(?:落实|实施|推进|组织实施|具体实施|办理|具体落实)?|(?:抓好)?落实(?:负责|到位)?|各司其职|各负其责|各尽其责|承办|组织实施|实施|推进|为(?:第一|主要|直接)?责任(?:单位|部门)|落实(?:属地|主体|监管|行业)(?:管理|监管)?责任": Role.RESPONSIBLE,
}
DIVIDED = re.compile(r"职责|职能|分工|各[负尽]其责|各司其职|权限|协同|协力")

CAPTION_ROLES = (
    (Role.SUPPORT, re.compile(r"配合|协同|协办|协助|参与|参加|支持|会办|协作|共同|联办")),
    (Role.LEAD, re.compile(r"牵头|主办|主责")),
    (Role.GUIDE, re.compile(r"指导")),
    (Role.RESPONSIBLE, re.compile(r"责任|负责|落实|承办|实施|主管|承担|完成|执行|任务")),
)
HAS_CHARGE = re.compile(r"主责|主办")
"""How captions begin that lead, but not beside 牵头单位."""
CAPTION_WORD = r"(?:[省市县区镇州]级|牵头|主办|主责|责任|负责|落实|承办|实施|主管|承担|完成|执行|配合|协同|协办|协助|参与|参加|支持|会办|协作|共同|联办|业务|指导|主要|具体|第一|直接|总|相关|工作|组织|任务|落实|主体|监管|属地|行业)"
BARE_CAPTION = r"(?:主体责任|属地责任|监管责任|行业监管|行业主管|责任分工|职责分工|部门分工|任务分工|工作分工|分工|牵头|配合|责任|负责|主办|协办|协同|协作|会办|指导|参与|落实|责任落实|承办|支持|协助|主责)"
CAPTION_KIND = r"(?:单位|部门|机构|处室|科室|股室|主体|部门（单位）|单位（部门）|单位和部门|部门和单位|部门、单位|部门及单位|单位/部门|部门/单位)"
LONE_CAPTIONS = ("单位", "部门")
LONE_CAPTION = rf"(?<![\u4e00-\u9fff])(?:{'|'.join(LONE_CAPTIONS)})"
"""A caption that says no more than that units follow: who they are decides whether it is one (单位：万元)."""
ROLE_CAPTION = rf"{CAPTION_WORD}{{1,4}}{CAPTION_KIND}"
TIME_CAPTION = r"(?:(?:完成|办结|办理|工作|推进|落实|整改|计划完成)(?:时限|时间|期限|日期|节点)|实施期限|时间要求|时间节点|时限要求|时间安排|时限|期限|进度要求|进度安排|推进安排)"
OTHER_CAPTION = r"(?:(?:分管|主管|牵头|责任|包保|挂点|联系)副?(?:[省市区县镇州旗盟]长|主席|专员|秘书长)|(?:分管|主管|包保|挂点|挂钩|联系|牵头|负责|督办|督导|主要|直接|第一|具体|责任)*(?:[省市区县镇]?领导|责任人|联系人|联络员)|适用范围|适用对象|实施范围|责任人|责任领导|分管领导|牵头领导|联系人|联系电话|联系方式|备注|资金来源|申报时间|政策依据|支持方式|支持对象|工作目标|目标要求|成果形式|成果|实施时间|实施地点|覆盖范围|经费来源|咨询电话|挂点领导|督办领导|(?:督导|督促|督查|督办|监督|考核|验收|评估)(?:单位|部门))"

NOT_MEASURES = re.compile(
    r"^(?:总体要求|总体思路|总体目标|指导思想|基本原则|工作原则|实施原则|主要原则|发展目标|工作目标|主要目标|建设目标|行动目标|任务目标|目标任务|总体目标和基本原则|总体要求和.{0,8}|工作要求和目标|目标要求"
    r"|总则|适用范围|适用对象|名词解释|术语.{0,6}|附则|其他|其它|其他事项|其他规定|有关说明|说明|施行日期|有效期.{0,6}|解释.{0,4}|施行时间.{0,6}|联系方式|联系人|起草.{0,10}|背景.{0,6}|政策依据|编制.{0,6}|实施时间.{0,6}|实施期限.{0,6}|重要意义|.{0,6}现状.{0,6}|存在的?(?:主要|突出)?问题.{0,6}|面临的?形势.{0,8}|工作回顾|取得的?成效|发展基础|发展现状.{0,8}|形势.{0,6})$"
)
CLOSING = re.compile(
    r"(?:自(?:发布|印发|公布|颁布|下发|\d{4}年\d{1,2}月\d{1,2}日).{0,12}(?:施行|实施|执行|生效)|有效期.{0,4}(?:至|为|\d|[一二三四五六七八九十])|负责解释|解释权|由.{2,20}解释)"
)
REPORT_ASKED = re.compile(
    r"(?:备注：|注：)?(?:请|望|以上|要求)?(?:各|上述|以上)[^，。；：]{0,20}?(?:单位|部门|地区|[县市区镇]|街道|企业)[^。：]{0,80}?(?:\d日|前|每|定期|及时)"
    r"[^。：]{0,100}?(?:报(?![名考销]|价|废)|反馈)[^。]{1,120}(?:。|$)"
)
"""A paragraph that asks for reports, below the measures or the rows of a table: it is no part of the last one."""
DRAFTING_NOTE = re.compile(
    r"起草说明|编制说明|政策解读|有关情况(?:的)?说明|情况说明|修订说明|解读|名单$|联系表|反馈表|意见表|征求意见反馈"
)
DOCUMENT_KIND = r"(?:民生实事项目|方案|措施|意见|办法|通知|规划|计划|要点|清单|分工|分解|条例|规定|细则|决定|纲要|行动|政策|通告|公告|函|批复|安排|指引|台账|分工表|分解表|任务表|责任表|安排表|计划表|一览表|任务书|实施细则|若干政策|若干规定|十条|[一二三四五六七八九十]{1,3}条)"


@lru_cache(512)
def role_of_verb(verb: str) -> Role | None:
    """The role a verb phrase gives (``牵头负责`` → lead); None when it is none of the known ones."""
    if verb == "组织":
        return Role.LEAD
    return next((role for pattern, role in VERBS.items() if re.fullmatch(pattern, verb)), None)


def role_of_caption(caption: str) -> Role | None:
    """The role a caption gives (``协办单位`` → support, ``责任分工`` → responsible); None when it is no such caption."""
    if caption in LONE_CAPTIONS:
        return Role.RESPONSIBLE
    if re.fullmatch(BARE_CAPTION, caption) or re.fullmatch(ROLE_CAPTION, caption):
        return next((role for role, words in CAPTION_ROLES if words.search(caption)), Role.RESPONSIBLE)
    return None
