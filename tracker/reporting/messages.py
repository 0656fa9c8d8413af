"""Who is told of what is done to a row, and in which words: pure rules, whatever carries the message."""

from tracker.reporting.transitions import AGENCY, APPROVER, CONSOLIDATOR, LEAVING, MOVES, OFFICE, REPORTER
from tracker.vocabulary.messages import MessageKind
from tracker.vocabulary.reporting import Action, Adjusting, Duty, Party

NOBODY: frozenset[Party] = frozenset()
WITHIN = {Action.SEND_TO_SIGN: APPROVER, Action.SEND_BACK: REPORTER}
"""What goes from one to another inside the agency."""


def hears(duty: Duty, action: Action) -> frozenset[Party]:
    """Who is told of an action: the other side of it, by the table of moves; nobody of one's own doings.

    The office is told of no report that comes: its queue shows them all.
    """
    if action in WITHIN:
        return WITHIN[action]
    doers = {move.parties for (of, _, what), move in MOVES.items() if (of, what) == (duty, action)}
    if doers and doers <= {OFFICE, CONSOLIDATOR}:
        return AGENCY
    leaves = action in LEAVING or action is Action.WITHDRAW
    return CONSOLIDATOR if leaves and duty is Duty.CONTRIBUTION and doers else NOBODY


def kind_of(done: Action | Adjusting) -> MessageKind:
    """The kind of message that tells of a move or of an adjustment."""
    return MessageKind(done.value)


SENTENCES = {
    MessageKind.SUBMIT: "{agency}报来了{what}，可以采用。",
    MessageKind.REPORT_NIL: "{agency}报来了{what}（零报告）。",
    MessageKind.ENTER: "办公室按来函代录了{what}。",
    MessageKind.WITHDRAW: "{agency}撤回了{what}，改好后会再报。",
    MessageKind.RETURN: "{what}被退回，请修改后重新报送。",
    MessageKind.ACCEPT: "{what}审核通过。",
    MessageKind.TAKE_OVER: "{what}已被采用。",
    MessageKind.UNDO: "{what}的审核已撤销，恢复到审核以前。",
    MessageKind.SEND_TO_SIGN: "{what}等您审签。",
    MessageKind.SEND_BACK: "{what}从审签退回修改。",
    MessageKind.ADDED: "办公室增加了应报：{what}。",
    MessageKind.WITHDRAWN: "{what}不再应报。",
    MessageKind.REINSTATED: "{what}恢复应报。",
    MessageKind.EXTENDED: "{what}已延期。",
    MessageKind.ASKED: "汇总单位要求报送{what}。",
    MessageKind.NUDGED: "汇总单位催报{what}。",
    MessageKind.OBJECTED: "{agency}对{what}提出异议，请决定。",
    MessageKind.DECIDED: "对{what}的异议，办公室已经决定。",
    MessageKind.NAMED: "{what}由本单位汇总。",
    MessageKind.HANDED_OVER: "本单位承接了原单位的职责。",
    MessageKind.OPENED: "{cycle}开始报送，请签收后填报。",
    MessageKind.DUE_MOVED: "{cycle}的截止日改了，请按新的日子报送。",
    MessageKind.LOCKED: "{cycle}已经锁定，不再接收报送。",
    MessageKind.UNLOCKED: "{cycle}解除锁定，又可以报送。",
    MessageKind.EXTENSION_ASKED: "{agency}申请延期报送{what}，请决定。",
    MessageKind.EXTENSION_DECIDED: "{what}的延期申请，办公室已经决定。",
    MessageKind.REMINDED: "{what}还没有报送。",
    MessageKind.URGED: "{what}已经逾期，请尽快报送。",
    MessageKind.SUPERVISED: "{what}逾期未报，办公室已发督查单。",
    MessageKind.REQUESTED: "{what}已经到期，商请尽快报送。",
}
"""A message's sentence; ``what`` are the rows it is about, ``agency`` whose they are."""


def sentence(
    kind: MessageKind,
    *,
    tasks: tuple[str, ...] = (),
    count: int = 0,
    duty: Duty = Duty.REPORT,
    agency: str = "",
    cycle: str = "",
) -> str:
    """What a message says: ``“一（三）③ 引进龙头企业”等 5 份报告被退回，请修改后重新报送。``"""
    return SENTENCES[kind].format(what=_what(tasks, count, duty, cycle), agency=agency or "有单位", cycle=cycle)


def _what(tasks, count, duty, cycle):
    if not tasks:
        return f"{cycle}的{duty.label}"
    if count > 1:
        return f"“{tasks[0]}”等 {count} 份{duty.label}"
    return f"“{tasks[0]}”的{duty.label}"
