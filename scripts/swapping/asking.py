"""Addresses with ids that may be anybody's, and what is told of another's in the answers."""

import re
from random import Random

WAYS = (
    "/tasks/{task}",
    "/tasks/{task}/similar",
    "/agencies/{agency}",
    "/agencies/{agency}?scope=all",
    "/documents/{document}",
    "/documents/{document}/tasks/1",
    "/documents/{document}/tasks/1/similar",
    "/documents/{document}/versions/{document}",
    "/tasks?scope=all&agency={agency}",
    "/tasks?scope=all&carrier={agency}&page=2",
    "/tasks?scope=all&document={stem}",
    "/tasks?scope=all&q={word}",
    "/agencies?scope=all&document={stem}",
    "/graph?scope=all&document={stem}",
    "/graph/network.json?scope=all&document={stem}",
    "/graph/load.json?scope=all&agency={agency}",
    "/documents",
    "/",
)
WORDS = ("跨境", "海关", "平台", "市商务", "广东", "深圳", "人才", "园区")


def leaks_of(office, chance: Random, times: int) -> list[str]:
    """Ask so often; every answer that tells what the person may not know."""
    found = []
    for _ in range(times):
        somebody = chance.choice(office.people)
        ids = {name: chance.choice(values) for name, values in office.ids.items()}
        address = chance.choice(WAYS).format(**ids, word=chance.choice(WORDS))
        with somebody.client.get(address) as response:
            told = response.get_data(as_text=True)
            if response.status_code >= 500:
                found.append(f"{somebody.name} {address}: {response.status_code}")
        if what := _leak(somebody, told, address):
            found.append(f"{somebody.name} {address}: {what}")
    return found


def _leak(somebody, told, address):
    linked = {int(number) for number in re.findall(r'"/tasks/(\d+)', told)} & somebody.hidden_tasks.keys()
    if linked:
        return f"links to tasks {sorted(linked)[:3]}"
    texts = [task for task, text in somebody.hidden_tasks.items() if text in told]
    if texts and not _is_of_a_read_document(address):
        return f"texts of tasks {texts[:3]}"
    stems = [stem for stem in somebody.hidden_documents.values() if stem in told and stem not in address]
    return f"documents {stems[:3]}" if stems else None


def _is_of_a_read_document(address):
    """A task's page shows the paragraph around it, whole, in the document its reader has before him anyway."""
    return re.fullmatch(r"/tasks/\d+", address) is not None
