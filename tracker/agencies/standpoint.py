"""口径: on which day a responsible body is looked at: as printed, today, or on a day one names."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Standpoint:
    """``word`` is how an address says it: ``printed``, ``today`` or a date, which is then its ``named`` day."""

    word: str
    named: date | None = None

    @classmethod
    def parse(cls, text: str | None) -> "Standpoint | None":
        """``on=printed|today|2020-05-01``; None for nothing and for what is none of them."""
        if text in (PRINTED.word, TODAY.word):
            return cls(text)
        try:
            return cls.of(date.fromisoformat(text or ""))
        except ValueError:
            return None

    @classmethod
    def of(cls, day: date) -> "Standpoint":
        return cls(day.isoformat(), day)

    @property
    def is_printed(self) -> bool:
        return self.word == "printed"

    @property
    def label(self) -> str:
        """按印发时, 今日, 截至2020年5月1日."""
        if self.named:
            return f"截至{self.named.year}年{self.named.month}月{self.named.day}日"
        return "按印发时" if self.is_printed else "今日"

    def day(self, today: date) -> date | None:
        """The day asked about; None: each document's own."""
        return None if self.is_printed else self.named or today


PRINTED = Standpoint("printed")
TODAY = Standpoint("today")
