"""Files that wait to be read into the library: in and out of their table."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from kb.store.desk_tables import jobs

WAITING, READING, DONE = "waiting", "reading", "done"


@dataclass(frozen=True, slots=True)
class Job:
    """A file that was handed in, and what became of it."""

    number: int
    at: str  # ISO time, UTC
    changed: str
    person: str
    name: str
    size: int
    source: str  # the address it was fetched from; "" for an upload
    state: str  # waiting, reading or done
    tries: int
    outcome: str  # as `kb add` names it; "" until done
    sentence: str
    document: str  # id; "" where none was kept; of a job that waits, the document whose pictures are to be read

    @property
    def is_done(self) -> bool:
        """Return whether nothing of it waits any more."""
        return self.state == DONE


def insert(
    connection: Connection,
    at: str,
    person: str,
    name: str,
    size: int,
    source: str = "",
    *,
    sentence: str = "",
    document: str = "",
) -> int:
    """Store a file that waits, or a held document whose pictures are to be read; return its number, from 1."""
    made = jobs.insert().values(
        at=at,
        changed=at,
        person=person,
        name=name,
        size=size,
        source=source,
        state=WAITING,
        tries=0,
        outcome="",
        sentence=sentence,
        document=document,
    )
    number: int = connection.execute(made.returning(jobs.c.number)).scalar_one()
    return number


def change(connection: Connection, number: int, at: str, **values: object) -> None:
    """Change columns of a job."""
    connection.execute(jobs.update().where(jobs.c.number == number).values(changed=at, **values))


def unfinished_jobs(connection: Connection) -> tuple[Job, ...]:
    """Return the jobs that are not done, oldest first."""
    rows = connection.execute(select(jobs).where(jobs.c.state != DONE).order_by(jobs.c.number)).mappings()
    return tuple(Job(**row) for row in rows)


def last_jobs(connection: Connection, limit: int) -> tuple[Job, ...]:
    """Return the newest jobs, newest first."""
    rows = connection.execute(select(jobs).order_by(jobs.c.number.desc()).limit(limit)).mappings()
    return tuple(Job(**row) for row in rows)


def jobs_between(connection: Connection, first: int, last: int, limit: int) -> tuple[Job, ...]:
    """Return the jobs of two numbers and between them, `limit` at most, oldest first."""
    chosen = select(jobs).where(jobs.c.number.between(first, last)).order_by(jobs.c.number).limit(limit)
    return tuple(Job(**row) for row in connection.execute(chosen).mappings())


def count_unfinished_jobs(connection: Connection) -> int:
    """Return how many jobs are not done."""
    number: int = connection.execute(select(func.count()).where(jobs.c.state != DONE)).scalar_one()
    return number


def find_job(connection: Connection, number: int) -> Job | None:
    """Return the job of this number; None where there is none."""
    row = connection.execute(select(jobs).where(jobs.c.number == number)).mappings().first()
    return Job(**row) if row else None
