"""Read one returned workbook in a process of its own: ``python -m tracker.operations.reading_tables FILE NAME``.

Prints JSON. What the process needs is little, so that it starts quickly; its limits are those of reading a document.
"""

import json
import sys
from pathlib import Path

from tracker.extraction.__main__ import MEGABYTES, limit_itself


def main(arguments: list[str]) -> int:
    """Print ``{"sheets", "links"}``, or ``{"refusal"}`` and exit 2 for a file that cannot be read."""
    limit_itself()
    from tracker.errors import UnreadableFile
    from tracker.extraction.reading import encodings
    from tracker.extraction.reading.archives import checked
    from tracker.workbooks.carried import as_plain
    from tracker.workbooks.received import Checks, has_links, sheets

    path, name = arguments
    checks = Checks(lambda raw, name: checked(raw, name, "Excel 工作簿", "xl/"), encodings.decode)
    try:
        raw = Path(path).read_bytes()
        answer, code = {"sheets": as_plain(sheets(raw, name, checks)), "links": has_links(raw)}, 0
    except UnreadableFile as refusal:
        answer, code = {"refusal": str(refusal)}, 2
    except MemoryError:
        answer, code = {"refusal": f"“{name}”读起来要用的内存超过 {MEGABYTES} MB，没有读取；请只留填报表再上传。"}, 2
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
