"""Which tasks hold a word: in their text, their measure's, their document's title and number, or a unit's name.

All of it is held in memory as the database writes it small, which would read every text anew for each search.
"""

from array import array
from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import func, select

from tracker.storage.columns import Chosen
from tracker.storage.database import db
from tracker.storage.keeping import Part, kept_for_all
from tracker.storage.queries.basis import basis
from tracker.storage.queries.image import image
from tracker.storage.queries.texts import MeasureText, texts

MOST_WORDS = 10


def words_of(search: str | None) -> list[str]:
    """The words that are looked for."""
    return (search or "").split()[:MOST_WORDS]


def holding(search: str | None) -> list[Chosen]:
    """For each word of a search the tasks that hold it, whoever sees them; in no statement where texts are kept."""
    if not (words := words_of(search)):
        return []
    everything = frozenset(image().tasks)
    return [Chosen.of(_holding(word), everything) for word in _small(words)]


def tasks_saying(search: str, documents: Collection[int]) -> frozenset[int]:
    """The tasks of documents in which every word of a search stands: in their own text, their measure's number or heading."""
    words, held = _small(words_of(search)), texts()
    return frozenset(id_ for each in documents for measure in held.get(each, ()) for id_ in _saying(words, measure))


def _saying(words, measure: MeasureText) -> list[int]:
    own = [word for word in words if word not in measure.small_path and word not in measure.small_heading]
    return [task.id for task in measure.tasks if all(word in task.small_text for word in own)]


def _small(words):
    """Words as the database writes them small; it is asked only about letters."""
    if all(word.lower() == word.upper() for word in words):
        return words
    return db.session.execute(select(*map(func.lower, words))).one()


def _holding(word: str) -> frozenset[int]:
    titles, names, found = basis().titles, basis().names, set()
    for document, measures in texts().items():
        whole = word in titles.get(document, "")
        for measure in measures:
            found.update(_in_measure(word, measure, whole))
    if agencies := [agency for agency, name in names.items() if word in name]:
        of_agency = kept_for_all(_tasks_by_agency, "tasks by agency", of=[Part.DOCUMENTS])
        found.update(*(of_agency.get(each, ()) for each in agencies))
    return frozenset(found)


def _in_measure(word, measure: MeasureText, whole) -> list[int]:
    if whole or word in measure.small_path or word in measure.small_section or word in measure.small_heading:
        return [task.id for task in measure.tasks]
    return [task.id for task in measure.tasks if word in task.small_text or word in task.small_annotation]


def _tasks_by_agency() -> dict[int, array]:
    """The tasks on which each stands by its printed name."""
    found = defaultdict(lambda: array("q"))
    for task in image().tasks.values():
        for who in task.who:
            found[who.agency_id].append(task.id)
    return dict(found)
