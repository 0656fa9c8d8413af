"""What agencies say in a demonstration: invented, the same each time, long enough to look like a report."""

from random import Random

from tracker.reporting.content import Content
from tracker.vocabulary.reporting import Progress

DONE = (
    "已印发实施方案，明确责任处室和时间节点；走访企业{a}家，解决问题{b}个，兑现扶持资金{c}万元。",
    "会同有关单位召开协调会{b}次，建立重点项目台账，{a}家企业纳入服务名单，其中{b}家已落地。",
    "完成系统升级和数据对接，全年受理业务{c}件，平均办理时间压缩{a}%。",
    "组织培训{b}场，覆盖企业{c}家次；新增备案企业{a}家，比上年同期有所增长。",
    "制定配套措施{b}项，公共服务平台上线运行，累计服务企业{c}家次。",
    "支持园区建设，新增场地{a}万平方米，引进项目{b}个，带动就业{c}人。",
)
PARTS = (
    "按职责配合推进，办理相关业务{c}件，为{a}家企业提供服务。",
    "安排专项资金{c}万元，涉及企业{b}家，已全部拨付。",
    "参加联合检查{b}次，发现并督促整改问题{a}个。",
    "已将有关要求纳入本单位年度重点工作，落实场地和人员，本期新增项目{b}个。",
)
PROBLEMS = (
    "部分企业申报材料不齐，审核周期偏长。",
    "跨部门数据尚未完全打通，统计口径需要统一。",
    "专业人才不足，基层承接能力有待加强。",
    "",
    "",
)
NEXT = (
    "年底前完成剩余{b}个项目验收，明年第一季度开展成效评估。",
    "12月底前再走访企业{a}家，逐项销号。",
    "明年6月底前完成第二批项目评审。",
    "持续跟踪服务，按季度更新项目台账。",
)
COORDINATION = (
    "园区用地指标不足，建议由领导小组协调规划和自然资源部门统筹解决。",
    "数据共享涉及上级系统，建议由领导小组办公室商请上级部门开放接口。",
    "专项资金下达较晚，建议协调财政部门加快拨付进度。",
)
NIL = "本期没有新增事项，上期情况没有变化。"
RETURNS = (
    "完成数与附件名单不一致，请核对后写明具体企业名称。",
    "只写了做法，没有写数；请补充本期完成数和截至日期。",
    "进展与上期文字相同，请写明本期新的情况。",
)
SUMMARIES = ("已核对名单，更正完成数。", "补充了完成数和截至日期。", "按本期情况重写了工作进展。")
COURSES = (
    *((Progress.UNDER_WAY, 70), (Progress.UNDER_WAY, 85), (Progress.UNDER_WAY, 45), (Progress.UNDER_WAY, 60)),
    *((Progress.DONE, 100), (Progress.DONE, 100), (Progress.CONTINUING, None), (Progress.BLOCKED, 30)),
)


def report(chance: Random) -> Content:
    """What a lead or responsible reports on one row."""
    progress, percent = chance.choice(COURSES)
    blocked = progress is Progress.BLOCKED
    return Content(
        progress=progress,
        percent=percent,
        done=_numbered(chance, DONE),
        problems=chance.choice(PROBLEMS) or ("推进中遇到困难，需要协调。" if blocked else ""),
        next_step="" if progress is Progress.DONE else _numbered(chance, NEXT),
        coordination=chance.choice(COORDINATION) if blocked or chance.random() < 0.06 else "",
    )


def contribution(chance: Random) -> Content:
    """What a co-unit contributes to one row."""
    if chance.random() < 0.08:
        return Content(nil_reason=NIL)
    return Content(progress=Progress.UNDER_WAY, percent=chance.choice((50, 60, 80)), done=_numbered(chance, PARTS))


def _numbered(chance, texts):
    return chance.choice(texts).format(a=chance.randint(6, 38), b=chance.randint(2, 9), c=chance.randint(120, 980))
