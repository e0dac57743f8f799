"""Random histories: writes through the services and imports, and days that pass, in a small invented place."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path

from tests.domain.conftest import KEEPER
from tests.domain.imports.books import person, roster
from zhibu.domain.exchange.services import facts_import
from zhibu.domain.imports import services as imports
from zhibu.domain.imports.choices import State
from zhibu.domain.imports.models import Import
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import (
    organisation_change,
    organisation_move,
    organisations_record,
)
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.domain.rulebook.models import Adoption
from zhibu.domain.rulebook.services import (
    adoption_activate,
    adoption_retire,
    adoption_withdraw,
)
from zhibu.facts.contract import TABLES
from zhibu.kernel.errors import InputError, Refused

BRANCHES = ("B1", "B2", "B3", "B4")
UPPERS = ("C1", "C2", "C3")
POSTS = ("secretary", "deputy_secretary", "organisation_commissioner", "group_leader",
         "leading_cadre", "instructor")  # fmt: skip
FIRST = dt.date(2025, 2, 3)
Table = dict[str, list[dict[str, object]]]


class History:
    """One history: `step` does something by chance; `today` is its day."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.random = random.Random(seed)
        self.folder = folder
        self.today = FIRST
        self.number = 0
        self.steps: list[Callable[[], str]] = [
            self.meet, self.meet, self.meet, self.join, self.leave_open, self.appoint, self.pay,
            self.file, self.open_case, self.check, self.vote, self.excuse, self.adopt, self.retire,
            self.change, self.move, self.found, self.take_in, self.take_back, self.rest, self.rest,
            self.rest, self.punish,
        ]  # fmt: skip

    def step(self) -> str:
        """Do one thing; what it was, in a few words. What is refused did not happen."""
        done = self.random.choice(self.steps)
        try:
            return f"{self.today} {done.__name__}: {done()}"
        except (Refused, InputError) as refused:
            return f"{self.today} {done.__name__} refused: {str(refused)[:120]}"

    def begin(self) -> None:
        """The place: three upper bodies, four branches with groups, people in each."""
        tree = [("C1", "", "work_committee"), ("C2", "C1", "committee"), ("C3", "C1", "general_branch")]
        tree += [("B1", "C2", "branch"), ("B2", "C2", "branch"), ("B3", "C3", "branch"), ("B4", "C1", "branch")]
        tree += [(f"{b}G{n}", b, "party_group") for b in BRANCHES[:3] for n in (1, 2)]
        rows: Table = {"organisations": [
            {"id": key, "parent": parent, "kind": kind, "name": f"{key}组织", "sector": "organ",
             "established": "2015-01-01"} for key, parent, kind in tree], "members": [], "memberships": [],
            "posts": []}  # fmt: skip
        for branch in BRANCHES:
            for number in range(1, 5):
                self._member(rows, branch, f"{branch}M{number}", dt.date(2016, 7, number))
        for branch in BRANCHES[:3]:
            rows["posts"].append({"id": f"P{branch}", "member": f"{branch}M1", "organisation": branch,
                                  "post": "secretary", "since": "2022-03-01"})  # fmt: skip
        self._import(rows)

    def _member(self, rows: Table, branch: str, key: str, joined: dt.date) -> None:
        full = joined + dt.timedelta(days=366)
        rows["members"].append({"id": key, "name": key, "joined": joined,
                                "full_since": full if full < self.today else ""})  # fmt: skip
        rows["memberships"].append({"member": key, "organisation": branch, "since": joined})
        if branch != "B4":
            group = f"{branch}G{1 + len(key) % 2}"
            rows["memberships"].append({"member": key, "organisation": group, "since": joined})

    # --- writes ------------------------------------------------------------------------------------

    def meet(self) -> str:
        """An activity with a roll call; also of people from elsewhere, also dated ahead."""
        place = self._body()
        key, on = self._new("A"), self._day(-40, 8)
        types = sorted(rulebook.rulebook().activity_types)
        kind = self.random.choice([*types, "party_group_meeting", "general_meeting", "party_class"])
        people = self.random.sample(self._people(), 4)
        row = {"id": key, "organisation": place, "type": kind, "on": on, "status": "held",
               "host": people[0], "speaker": " ".join(people[:2]), "form": "in_person",
               "notice_on": on - dt.timedelta(days=self.random.randrange(9)), "place": "会议室",
               "theme": "学习", "topics": self.random.randrange(4)}  # fmt: skip
        roll = [{"activity": key, "member": who, "status": self.random.choice(("present", "absent"))}
                for who in people]  # fmt: skip
        self._import({"activities": [row], "attendance": roll})
        return f"{kind} of {place} on {on}"

    def join(self) -> str:
        """Somebody new, or somebody who begins in another branch on a day to come."""
        branch, key = self.random.choice(BRANCHES), self._new("M")
        rows: Table = {"members": [], "memberships": []}
        self._member(rows, branch, key, self._day(-500, 20))
        self._import(rows)
        return f"{key} in {branch}"

    def leave_open(self) -> str:
        """Somebody is lost, floating or stopped for a while."""
        since = self._day(-60, 10)
        row = {"member": self._somebody(), "since": since, "until": since + dt.timedelta(days=30),
               "state": self.random.choice(("stopped", "lost", "floating"))}  # fmt: skip
        self._import({"states": [row]})
        return str(row)

    def punish(self) -> str:
        """A penalty."""
        row = {"member": self._somebody(), "since": self._day(-60, 10),
               "kind": self.random.choice(("warning", "probation_within_party"))}  # fmt: skip
        self._import({"penalties": [row]})
        return str(row)

    def appoint(self) -> str:
        """A post, that may have ended or be still to begin."""
        since = self._day(-900, 15)
        row = {"id": self._new("P"), "member": self._somebody(), "organisation": self._body(),
               "post": self.random.choice(POSTS), "since": since,
               "until": since + dt.timedelta(days=self.random.randrange(20, 900))}  # fmt: skip
        if self.random.random() < 0.5:
            row["until"] = ""
        self._import({"posts": [row]})
        return str(row)

    def pay(self) -> str:
        """Dues of a month."""
        day = self._day(-90, 0)
        row = {"member": self._somebody(), "month": day.isoformat()[:7], "assessed": "20.00",
               "paid": "20.00", "paid_on": self._day(-30, 5)}  # fmt: skip
        self._import({"dues": [row]})
        return str(row)

    def file(self) -> str:
        """A paper about an organisation, a member, an activity or a post."""
        kinds = sorted(rulebook.rulebook().paper_kinds)
        about = self.random.choice([self._body(), self._somebody(), "PB1", *BRANCHES])
        row = {"id": self._new("D"), "kind": self.random.choice(kinds), "on": self._day(-60, 9),
               "about": about, "for_period": self.random.choice(("2025", "2025-Q1", "2024", "2025-03"))}  # fmt: skip
        self._import({"papers": [row]})
        return str(row)

    def open_case(self) -> str:
        """A case with its first steps, closed or not."""
        procedures = rulebook.rulebook().procedures
        name = self.random.choice(sorted(procedures))
        key, opened = self._new("K"), self._day(-80, 0)
        steps = [one.code for one in procedures[name].steps][: self.random.randrange(1, 6)]
        closed = opened + dt.timedelta(days=40) if self.random.random() < 0.5 else ""
        case = {"id": key, "procedure": name, "organisation": self.random.choice(BRANCHES),
                "subject": self._somebody(), "opened": opened, "closed": closed}  # fmt: skip
        taken = [{"case": key, "step": step, "on": opened + dt.timedelta(days=9 * n)}
                 for n, step in enumerate(steps)]  # fmt: skip
        self._import({"cases": [case], "steps": taken})
        return name

    def check(self) -> str:
        """One item of a checklist."""
        lists = rulebook.rulebook().checklists
        name = self.random.choice(sorted(lists))
        item = self.random.choice([one.code for one in lists[name].items])
        row = {"organisation": self._body(), "checklist": name, "item": item, "on": self._day(-30, 9),
               "ok": self.random.choice(("yes", "no")), "value": "45"}  # fmt: skip
        self._import({"checks": [row]})
        return str(row)

    def vote(self) -> str:
        """A meeting with a ballot."""
        key, on = self._new("A"), self._day(-30, 3)
        matter = self.random.choice(sorted(rulebook.rulebook().ballot_matters))
        row = {"id": key, "organisation": self.random.choice(BRANCHES), "type": "general_meeting",
               "on": on, "status": "held"}  # fmt: skip
        ballot = {"id": self._new("V"), "matter": matter, "activity": key, "method": "secret",
                  "entitled": 4, "present": 3, "cast": 3, "valid": 3,
                  "in_favour": self.random.randrange(1, 4), "seats": 1, "candidates": 2}  # fmt: skip
        self._import({"activities": [row], "ballots": [ballot]})
        return matter

    def excuse(self) -> str:
        """A waiver, taken in with facts; or a school term, or a day of the calendar."""
        if self.random.random() < 0.3:
            day = self._day(-20, 20)
            self._import({"calendar": [{"date": day, "workday": "no"}]})
            return f"calendar {day}"
        rule = self.random.choice(rulebook.rulebook().rules())
        row = {"directive": rule.directive, "rule": rule.id, "since": self._day(-60, 0),
               "subject": self.random.choice([self._body(), self._somebody()]), "until": "",
               "reason": "整改中", "approved_by": "工委"}  # fmt: skip
        self._import({"waivers": [row]})
        return str(row)

    def adopt(self) -> str:
        """A directive is put in force somewhere from a day on, also from one to come."""
        name = self.random.choice(sorted(rulebook.rulebook().directives))
        place = Organisation.objects.get(pk=self.random.choice([*UPPERS, *BRANCHES]))
        since = max(rulebook.directive_get(name).head.effective, self._day(-400, 12))
        adoption_activate(actor=KEEPER, organisation=place, directive=name, since=since)
        return f"{name} {place.pk} {since}"

    def retire(self) -> str:
        """One that is in force ends, or was a mistake."""
        adoption = self.random.choice(list(Adoption.objects.order_by("pk")))
        if self.random.random() < 0.4:
            adoption_withdraw(actor=KEEPER, adoption=adoption)
            return f"withdrawn {adoption}"
        adoption_retire(actor=KEEPER, adoption=adoption, until=self._day(-20, 12))
        return f"retired {adoption}"

    def change(self) -> str:
        """An organisation is otherwise than recorded."""
        body = Organisation.objects.get(pk=self._body())
        values: dict[str, object] = {"sector": self.random.choice(("organ", "rural"))}
        if body.kind == "branch" and self.random.random() < 0.3:
            values = {"dissolved": self._day(-30, 12), "dissolved_precision": "day"}
        elif body.pk in UPPERS and self.random.random() < 0.5:
            values = {"kind": self.random.choice(("committee", "general_branch"))}
        organisation_change(actor=KEEPER, organisation=body, values=values)
        return f"{body.pk} {values}"

    def move(self) -> str:
        """A branch, a group or an upper body hangs elsewhere."""
        body = Organisation.objects.get(pk=self.random.choice(["B1", "B2", "B3", "B4", "C3", "B1G2"]))
        names = BRANCHES if body.kind == "party_group" else UPPERS
        target = Organisation.objects.get(pk=self.random.choice(names))
        organisation_move(actor=KEEPER, organisation=body, parent=target)
        return f"{body.pk} under {target.pk}"

    def found(self) -> str:
        """A new group or branch."""
        parent = self.random.choice([*BRANCHES, *UPPERS])
        kind = "party_group" if parent in BRANCHES else "branch"
        key = self._new("N")
        made = Organisation(id=key, parent_id=parent, kind=kind, name=key, established=self._day(-60, 9))
        organisations_record(actor=KEEPER, organisations=[made])
        return f"{kind} {key} under {parent}"

    def take_in(self) -> str:
        """A clerk's roster of a branch is imported."""
        branch = self.random.choice(BRANCHES)
        day = 1 + self.number % 27
        self._new("R")
        people = roster(person(day, f"新来{self.number}", f"{branch}组织"))
        of = imports.import_open(
            actor=KEEPER, workbooks=[("名册.xlsx", people)], organisation=None, day=self.today
        )
        imports.import_confirm(actor=KEEPER, of=of)
        return branch

    def take_back(self) -> str:
        """An import is undone."""
        of = Import.objects.filter(state=State.CONFIRMED).order_by("-made_at").first()
        if of is None:
            return "nothing"
        imports.import_undo(actor=KEEPER, of=of)
        return str(of.pk)

    def rest(self) -> str:
        """Days pass."""
        self.today += dt.timedelta(days=self.random.choice((1, 1, 1, 2, 3, 9)))
        return "days pass"

    # --- by chance ---------------------------------------------------------------------------------

    def _import(self, rows: Table) -> None:
        folder = self.folder / f"facts-{self._new('')}"
        folder.mkdir()
        for table, given in rows.items():
            names = [c.name for c in TABLES[table].columns if any(c.name in row for row in given)]
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, names)
                writer.writeheader()
                writer.writerows(given)
        facts_import(path=folder, actor=KEEPER)

    def _new(self, letter: str) -> str:
        self.number += 1
        return f"{letter}{self.number}"

    def _day(self, back: int, ahead: int) -> dt.date:
        return self.today + dt.timedelta(days=self.random.randint(back, ahead))

    def _body(self) -> str:
        return self.random.choice(sorted(Organisation.objects.values_list("pk", flat=True)))

    def _people(self) -> list[str]:
        return sorted(Member.objects.values_list("pk", flat=True))

    def _somebody(self) -> str:
        return self.random.choice(self._people())
