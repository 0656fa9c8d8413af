"""A table of duties for the tests, and the ways in which a text lays one out."""

HEADER = ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"]
ROWS = [
    ["1", "建设公共海外仓10个", "市商务局", "市财政局、税务局，各区政府", "2026年底前"],
    ["2", "压缩通关时间", "市口岸办", "无", "2026年6月底"],
    ["3", "清理口岸收费", "市发展改革委、市场监管局", "/", "持续推进"],
]
TITLE = "泉州市跨境电商重点任务分工表"


def tabs(rows):
    return "\n".join("\t".join(row) for row in rows)


def bars(rows):
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def bare_bars(rows):
    return "\n".join("|".join(row) for row in rows)


def lines(rows):
    return "\n".join(cell for row in rows for cell in row)


def spaced_lines(rows):
    return "\n\n".join(cell for row in rows for cell in row)
