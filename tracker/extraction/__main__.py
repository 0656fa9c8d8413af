"""Read one file in a process of its own: ``python -m tracker.extraction FILE NAME [ENCODING]`` prints JSON.

The limits hold for this process alone, so that no file can take the memory or the time of the one that asked.
"""

import gc
import json
import os
import sys

SECONDS = 30
MEGABYTES = 512
OBJECTS_BEFORE_COLLECTING = 200_000


def limit_itself() -> None:
    """Bound this process's memory and processor time, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def collect_seldom() -> None:
    """Look for circular garbage seldom: a reading makes many objects, keeps nearly all to its end, and then ends."""
    gc.freeze()
    gc.set_threshold(OBJECTS_BEFORE_COLLECTING, 20, 100)


def main(arguments: list[str]) -> int:
    """Print ``{"text", "findings"}``, or ``{"refusal"}`` and exit 2 for a file that cannot be read."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    limit_itself()
    from tracker.errors import UnreadableFile
    from tracker.extraction import extract
    from tracker.extraction.reading import read_bytes

    collect_seldom()
    path, name, encoding = [*arguments, None][:3]
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            text = read_bytes(file.read(), name, encoding)
        answer, code = {"text": text, "findings": extract(text).as_json()}, 0
    except UnreadableFile as refusal:
        answer, code = {"refusal": str(refusal)}, 2
    except MemoryError:
        answer, code = {"refusal": f"“{name}”读起来要用的内存超过 {MEGABYTES} MB，没有读取；请只导入正文。"}, 2
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
