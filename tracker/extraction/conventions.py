"""What a document agrees on for all its lists: who leads there without a word that says so, and who is not listed again."""

import re

from tracker.extraction.units import COLLECTIVE, MARKS
from tracker.vocabulary import Role

IMPLIED = re.compile(
    r"(?:具体|以下|以上|下列|上述|各项|所有|全部|每项)(?:各项|各条)?(?:工作|任务|措施|事项|内容)?[^。；，]{0,8}(?:均|都|由)(?:需要?|由|须|应由?|涉及|要)?"
    r"[^。；，]{2,40}，?[^。；，]{0,4}不再[^。；]{0,8}(?:列|分工|赘述|重复|注明|标注|明确)(?:出)?"
)
FIRST_LEADS = re.compile(
    r"(?=[排列第首牵主])(?:排(?:名|列|序)?(?:在|居)?(?:第一|首)(?:位|个)?|列(?:在)?(?:第一|首)(?:位|个)?|第一(?:个|家)?(?:责任)?(?:单位|部门)?|首位|首个单位)(?:的|者)?(?:(?:责任|承办|主办)?(?:单位|部门)|者)?为(?:总)?(?:牵头|主办|责任牵头|第一责任)(?:责任)?(?:单位|部门)?"
    r"|(?:牵头|主办)(?:责任)?(?:单位|部门)?(?:排|列|居)?在?(?:最前面?|前面?|首位|第一位)"
)
_MARK = f"[“‘〔（]?[{re.escape(MARKS)}][”’〕）]?"
MARKED_LEAD = re.compile(
    rf"{_MARK}号?(?:的|者|标[识记志注]的?)?(?:(?:责任)?(?:单位|部门)|者)?均?(?:为|系|是|表示|指)总?(?:牵头|主办|责任牵头)(?:责任)?(?:单位|部门)?"
    rf"|(?:牵头|主办)(?:责任)?(?:单位|部门)?(?:以|用|标|加|带)[注有]?{_MARK}"
)
"""``标“★”的为牵头单位``, ``牵头单位以★标注``: the document's own mark of whoever leads."""
SAYS_WHO_LEADS = re.compile(
    rf"(?:（|(?:备?注|说明)：|[{re.escape(MARKS)}])?[^。；，（）]{{0,24}}?(?:{FIRST_LEADS.pattern}|{MARKED_LEAD.pattern})"
)
"""A paragraph that begins with such a sentence: it is no part of the task above it."""
WITHOUT_REPEATING, LONGEST_IMPLIED = re.compile("不再"), 80


def note_conventions(reading, last: int) -> None:
    """Find what the text of a reading agrees on and remark it; ``last`` is where its last clause ends."""
    text = reading.text.compact
    if first := FIRST_LEADS.search(text):
        backwards = "以上" in text[max(first.start() - 16, 0) : first.start()]
        reading.first_leads_from = 0 if backwards or first.start() >= last else first.start()
        reading.remark("first-listed-leads", "全文约定：排在第一位的为牵头单位，已照此读", *first.span())
    if marked := MARKED_LEAD.search(text):
        reading.lead_mark = next(character for character in marked[0] if character in MARKS)
        sentence = f"全文约定：标有“{reading.lead_mark}”的为牵头单位，已照此读"
        reading.remark("marked-leads", sentence, *marked.span())
    for match in _implied(text):
        reading.remark("implied-unit", "全文约定：这些单位对各项都有责任，文中不再列出，未抄到每项任务", *match.span())


def _implied(text):
    """The sentences that leave units out (以下各项均由……，不再列出); looked for only around 不再."""
    end = 0
    for word in WITHOUT_REPEATING.finditer(text):
        start = max(end, word.start() - LONGEST_IMPLIED)
        if match := IMPLIED.search(text, start, min(word.end() + 12, len(text))):
            yield match
            end = match.end()


def agreed_roles(reading, clause) -> dict[int, Role]:
    """The roles that a clause's names have by what the document agrees on, by where each name begins in the clause."""
    return _marked_leads(reading, clause) or _first_leads(reading, clause)


def _marked_leads(reading, clause):
    """Who bears the mark leads; in a list without a role word the rest support, as where the first leads."""
    content, roles = clause.content, {}
    if not reading.lead_mark or reading.lead_mark not in content:
        return roles
    for group in clause.reading.groups:
        marked = {name.start for name in group.names if reading.lead_mark in _beside(content, name)}
        if marked and group.role == Role.RESPONSIBLE and not group.labelled:
            roles |= {name.start: Role.SUPPORT for name in group.names}
        roles |= dict.fromkeys(marked, Role.LEAD)
    return roles


def _beside(content, name):
    return content[max(name.start - 1, 0) : name.start] + content[name.end : name.end + 1]


def _first_leads(reading, clause):
    """From where it is agreed on, the first of an unlabelled list leads, the rest support; in the very clause that says
    so also where they are responsible each for its own part (按职责分工负责)."""
    roles = {}
    if reading.first_leads_from is None or clause.end < reading.first_leads_from:
        return roles
    if any(group.role == Role.LEAD for group in clause.reading.groups):
        return roles
    for group in clause.reading.groups:
        plain = group.role == Role.RESPONSIBLE and (
            not group.labelled or (group.divided and clause.reading.first_leads)
        )
        if plain and len(group.names) > 1 and not all(COLLECTIVE.match(name.text) for name in group.names):
            roles |= {name.start: Role.SUPPORT for name in group.names}
            roles[group.names[0].start] = Role.LEAD
    return roles
