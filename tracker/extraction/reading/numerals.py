"""Numbers as lists write them: 一, ①, IV."""

CHINESE = {"chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "japaneseDigitalTenThousand", "taiwaneseCounting", "taiwaneseCountingThousand", "taiwaneseDigital"}  # fmt: skip
CIRCLED = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese", "ideographEnclosedCircle"}
SIGNS = {
    "chineseLegalSimplified": "壹贰叁肆伍陆柒捌玖拾",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    **dict.fromkeys(CIRCLED, "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
}
DIGITS = "零一二三四五六七八九"
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def numeral(value: int, kind: str) -> str:
    """A number as Word writes it in a kind of numbering (``chineseCounting``); in digits where that kind has no sign."""
    if kind in CHINESE and 0 < value < 1000:
        return chinese(value)
    if kind in SIGNS and 0 < value <= len(SIGNS[kind]):
        return SIGNS[kind][value - 1]
    if kind in ("upperRoman", "lowerRoman") and 0 < value < 40:
        return _roman(value) if kind == "upperRoman" else _roman(value).lower()
    if kind == "decimalFullWidth":
        return str(value).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    return f"{value:02d}" if kind == "decimalZero" else str(value)


def chinese(value: int) -> str:
    """``二十一`` for a number below a thousand."""
    if value >= 100:
        hundreds, rest = divmod(value, 100)
        below = "" if not rest else "零" + DIGITS[rest] if rest < 10 else DIGITS[rest // 10] + chinese(10 + rest % 10)
        return f"{DIGITS[hundreds]}百{below}"
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


def _roman(value):
    written = ""
    for amount, sign in ROMAN:
        written += sign * (value // amount)
        value %= amount
    return written
