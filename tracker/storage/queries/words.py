"""Which tasks hold a word: in their text, their measure's, their document's title and number, or a unit's name.

All of it is kept in memory as the database writes it small, which would read every text anew for each search.
"""

from array import array
from collections import defaultdict

from sqlalchemy import ColumnElement, func, select

from tracker.storage.agencies import Agency
from tracker.storage.columns import Chosen
from tracker.storage.database import db, plain_rows
from tracker.storage.documents import Assignment, Measure, PolicyDocument, Task
from tracker.storage.keeping import Part, kept_for_all
from tracker.storage.together import read_together

MOST_WORDS = 10
BREAK = "\n"
"""Between texts: no word of a search has it, so that none is found across two of them."""


def words_of(search: str | None) -> list[str]:
    """The words that are looked for."""
    return (search or "").split()[:MOST_WORDS]


def holding(search: str | None) -> list[Chosen]:
    """For each word of a search the tasks that hold it, whoever sees them; in no statement where texts are kept."""
    if not (words := words_of(search)):
        return []
    everything = frozenset(task for tasks in _texts().values() for task in tasks)
    return [Chosen.of(_holding(word), everything) for word in _small(words)]


def _small(words):
    """Words as the database writes them small; it is asked only about letters."""
    if all(word.lower() == word.upper() for word in words):
        return words
    return db.session.execute(select(*map(func.lower, words))).one()


def _holding(word: str) -> frozenset[int]:
    titles, names = kept_for_all(_names, "names as searched", of=[Part.DOCUMENTS])
    found = set()
    for document, texts in _texts().items():
        found.update(texts if word in titles[document] else [task for task, text in texts.items() if word in text])
    if agencies := [agency for agency, name in names.items() if word in name]:
        of_agency = kept_for_all(_tasks_by_agency, "tasks by agency", of=[Part.DOCUMENTS])
        found.update(*(of_agency.get(each, ()) for each in agencies))
    return frozenset(found)


def _texts() -> dict[int, dict[int, str]]:
    """By document and task: the task's own text and its measure's."""
    return kept_for_all(_read_texts, "texts as searched", of=[Part.DOCUMENTS])


def _read_texts():
    columns = (Task.text, Task.annotation, Measure.path, Measure.section, Measure.heading)
    found = defaultdict(dict)
    for document, task, text in plain_rows(select(Measure.document_id, Task.id, _joined(*columns)).join(Task.measure)):
        found[document][task] = text
    return dict(found)


def _names():
    """By number, of documents their titles and numbers, and the names of agencies."""
    documents = select(PolicyDocument.id, _joined(PolicyDocument.title, PolicyDocument.number))
    found = read_together({"documents": documents, "agencies": select(Agency.id, _joined(Agency.name))})
    return dict(found["documents"]), dict(found["agencies"])


def _joined(*texts) -> ColumnElement[str]:
    first, *others = (func.coalesce(text, "") for text in texts)
    whole = first
    for each in others:
        whole = whole + BREAK + each
    return func.lower(whole).label("words")


def _tasks_by_agency() -> dict[int, array]:
    """The tasks on which each stands by its printed name."""
    found = defaultdict(lambda: array("q"))
    for agency, task in plain_rows(select(Assignment.agency_id, Assignment.task_id)):
        found[agency].append(task)
    return dict(found)
