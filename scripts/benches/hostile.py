"""Texts made to be slow to read, family by family, each as long as asked for."""

from collections.abc import Callable
from itertools import cycle, islice

CLAUSE = "（市商务局牵头，市财政局、税务局，广州海关配合）"


def measures(count: int) -> str:
    """A plan of so many measures in sections of a hundred, each with its clause."""
    lines = ["某市推动外贸稳规模优结构若干措施"]
    for index in range(count):
        if index % 100 == 0:
            lines.append(f"{chinese(index // 100 + 1)}、推进第{index // 100 + 1}类任务")
        lines.append(f"（{chinese(index % 100 + 1)}）建设公共服务平台。支持企业开拓市场，给予奖励。{CLAUSE}")
    return "\n".join(lines)


def chinese(number: int) -> str:
    """``26`` → 二十六, up to 199."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    digits = " 一二三四五六七八九"
    return (
        ("一百" if hundreds else "")
        + ("零" if hundreds and rest and not tens else "")
        + (f"{digits[tens] if tens > 1 or hundreds else ''}十" if tens else "")
        + (digits[ones] if ones else "")
    )


def cut(text: str, size: int) -> str:
    """The first ``size`` bytes of a text."""
    return text.encode()[:size].decode(errors="ignore")


def filled(piece: str, size: int) -> str:
    """A piece repeated up to ``size`` bytes."""
    return cut(piece * (size // len(piece.encode()) + 1), size)


def alone(piece: str) -> Callable[[int], str]:
    """A text that says one thing again and again."""
    return lambda size: filled(piece, size)


def amid(piece: str) -> Callable[[int], str]:
    """The same between two plans in order, so that no text is dismissed at a glance and its end is reached."""
    return lambda size: between_plans(filled(piece, size))


def between_plans(rest: str) -> str:
    """``rest`` behind enough Chinese for a reader to take the whole for Chinese, and before a plan."""
    return f"{measures(3)}\n{'推动产业发展' * 800}\n{rest}\n{measures(3)}"


def within(head: str, piece: str, tail: str) -> Callable[[int], str]:
    """One measure, clause or heading that is as long as the text."""
    return lambda size: head + filled(piece, size - len((head + tail).encode())) + tail


def nested_brackets(size: int) -> str:
    """Every bracket opened, then every one closed."""
    return between_plans("（" * (size // 6) + "）" * (size // 6))


def mixed(size: int) -> str:
    """Pieces of the other families in turn."""
    pieces = ["（", "一、", "牵头", "《", "12.3.", "，", "责任单位：", "等", "报", "）", "   ", "〔市", "\n", "2026年"]
    return between_plans("".join(islice(cycle(pieces), size // 6)))


def long_clauses(name: str, verb: str) -> Callable[[int], str]:
    """Measures whose clause is nearly as long as a clause may be."""
    return alone(f"一、推进工作。（{name * (1150 // len(name))}{verb}）\n")


SUBJECTS = "".join(f"（{chinese(index)}）甲乙丙\n" for index in range(1, 60))

HEADER = "序号\t工作任务\t牵头单位\t配合单位\t完成时限\n"

FAMILIES: dict[str, Callable[[int], str]] = {
    "unclosed brackets （（（": amid("（"),
    "unclosed brackets of three kinds": amid("（〔〈"),
    "unclosed clauses （市商务局牵头，": amid("（市商务局牵头，"),
    "closing brackets ）））": amid("）"),
    "nested brackets （（…））": nested_brackets,
    "pairs of brackets （）": amid("（）"),
    "clauses side by side": amid("（市商务局牵头）"),
    "clauses without a lead": amid("（各区政府负责）"),
    "reports to whom": amid("；每季度将进展报市商务局"),
    "units below one another": amid("责任单位 市商务局\n　市财政局\n"),
    "clauses between commas": alone("推进（市商务局牵头），\n"),
    "commas ，，，": amid("，"),
    "commas in one clause": long_clauses("，", "市局牵头"),
    "units in long clauses": long_clauses("市商务局、", "牵头"),
    "和 in long clauses": long_clauses("市商务局和", "市局牵头"),
    "spaces in long clauses": long_clauses("市 ", "局牵头"),
    "manners in long clauses": long_clauses("按职责分工", "负责"),
    "牵头牵头": amid("牵头"),
    "牵头 in one clause": long_clauses("牵头", "牵头"),
    "市局牵头，": amid("市局牵头，"),
    "digits 1111": amid("1"),
    "digits and dots 1.1.": amid("1."),
    "《《《": amid("《"),
    "titles 《…方案》": alone("《甲乙丙丁戊己方案》"),
    "titles that differ": lambda size: cut(
        "".join(f"《甲乙丙{n}方案》甲乙丙{n}方案\n" for n in range(size // 40)), size
    ),
    "title lines": amid("甲乙丙丁实施方案\n"),
    "title lines and citations": alone("甲乙丙丁实施方案\n一、甲（市局牵头）《戊己庚辛壬癸方案》\n"),
    "责任单位：责任单位：": amid("责任单位："),
    "责任单位：市商务局 by line": amid("责任单位：市商务局\n"),
    "责任单位：市商务局 in a row": amid("责任单位：市商务局；"),
    "cells by line": amid("1\n推进工作\n市商务局\n市财政局\n"),
    "rows of a table": within(HEADER, "1\t推进工作\t市商务局\t市财政局\t长期\n", ""),
    "headers of tables": alone(HEADER),
    "bars |||": amid("|"),
    "rows of bars": within("|序号|工作任务|牵头单位|\n", "|1|推进工作|市商务局|\n", ""),
    "captions by line": amid("序号\n工作任务\n牵头单位\n"),
    "tabs": amid("\t"),
    "long lines": amid("推动跨境电子商务产业高质量发展提升公共服务平台能级" * 400 + "\n"),
    "one line, no punctuation": alone("推动产业发展"),
    "heading in short lines": lambda size: within("一、", "推进、\n", f"\n{SUBJECTS}（市局牵头）")(size),
    "short lines before a number": within("", "甲乙丙丁\n", "府办〔2017〕36号\n一、甲（市局牵头）"),
    "lines ended by \\r": amid("推进工作，市局\r"),
    "一、一、": amid("一、"),
    "一、 by line": amid("一、\n"),
    "一、 with a target": alone("一、建设产业园达到5个。\n"),
    "1. with a clause": alone("1.推进（市商务局牵头）\n"),
    "（一）（一）": amid("（一）"),
    "①①": amid("①"),
    "甲①甲①": amid("甲①"),
    "①②③": amid("①②③④⑤⑥⑦⑧⑨⑩"),
    "第一条第一条": amid("第一条"),
    "spaces": amid(" "),
    "spaces within a measure": within("一、推进", " ", "工作。（市局牵头）推进跨境电子商务产业高质量发展"),
    "line breaks": amid("\n"),
    "a character and a space": amid("市 "),
    "等等等": amid("等"),
    "报报报": amid("报"),
    "每年报市局，": amid("每年12月报市商务局，"),
    "每年报市局。": amid("各区每年12月10日前报市商务局。"),
    "和和和": amid("和"),
    "市局和市局和": amid("市商务局和"),
    "2026年 in a row": amid("2026年"),
    "2026年达到5个，": amid("到2026年达到5个，"),
    "不超过5万元、": amid("不超过5万元、"),
    "dates by line": amid("2026年1月1日\n"),
    "page numbers": amid("— 1 —\n"),
    "[bookmark": amid("[bookmark"),
    "#*": amid("#*"),
    "quotes “““": amid("“"),
    "府办〔2017〕": amid("府办〔2017〕"),
    "有效期自": amid("有效期自"),
    "關於": amid("關於"),
    "附件 by line": amid("附件1\n"),
    "组织实施 again and again": alone("一、组织实施。市政府要精心组织。\n"),
    "mixed": mixed,
}
