"""The birth date of a row against the one inside its ID number."""

from __future__ import annotations

from zhibu.rosters.people.person import Person, Reader
from zhibu.rosters.values.dates import MISSING, DateReading, read_date


def judge_born(reader: Reader, person: Person) -> None:
    """Set the birth date; the ID number settles what the cell leaves open."""
    if reader.layout.index("born") < 0:
        return
    row, heading = person.row, reader.heading("born")
    raw, reading = reader.value(row, "born"), reader.date(row, "born")
    inside = person.id.born
    exact = inside.isoformat() if inside and person.id.number else ""
    if reading.precision == "missing":
        person.born = _absent(reader, person, exact, reading)
    elif reading.precision == "invalid":
        reader.page.reject(row, heading, reading.code, raw, reading.reason)
        person.born = reading
    elif reading.precision == "ambiguous":
        person.born = _open(reader, person, exact, reading)
    elif inside and not inside.isoformat().startswith(reading.text):
        chosen = reader.page.hold(row, heading, "birth_disagrees_with_id", raw,
                                  (inside.isoformat(), reading.text), "与身份证号中的出生日期不同")  # fmt: skip
        person.born = read_date(chosen) if chosen else DateReading(None, "ambiguous")
    elif reading.value is not None and reading.value.first > reader.report:
        reader.page.reject(row, heading, "date_in_future", raw, f"晚于填报日{reader.report}")
        person.born = DateReading(None, "invalid")
    else:
        person.born = _year(reader, person, exact, reading)


def _absent(reader: Reader, person: Person, exact: str, reading: DateReading) -> DateReading:
    """Nothing readable in the cell: the ID number tells the day."""
    code = reading.code or "born_from_id"
    if exact:
        reader.page.note(person.row, reader.heading("born"), code, reader.value(person.row, "born"), exact,
                         "按身份证号取出生日期")  # fmt: skip
        return read_date(exact)
    if reading.code:
        reader.page.note(person.row, reader.heading("born"), code, reader.value(person.row, "born"), "",
                         reading.reason)  # fmt: skip
    return MISSING


def _open(reader: Reader, person: Person, exact: str, reading: DateReading) -> DateReading:
    """Several readings: the one that the ID number confirms, else a person's choice."""
    fits = [one for one in reading.candidates if exact.startswith(one)]
    raw = reader.value(person.row, "born")
    if exact and fits:
        reader.page.note(person.row, reader.heading("born"), reading.code, raw, fits[0],
                         f"{reading.reason}，按身份证号取{fits[0]}")  # fmt: skip
        return read_date(fits[0])
    candidates = [exact, *reading.candidates] if exact else list(reading.candidates)
    chosen = reader.page.hold(person.row, reader.heading("born"), reading.code, raw,
                              [one for one in candidates if one <= reader.report.isoformat()], reading.reason)  # fmt: skip
    return read_date(chosen) if chosen else DateReading(None, "ambiguous")


def _year(reader: Reader, person: Person, exact: str, reading: DateReading) -> DateReading:
    """Only a year: enough where the ID number has the day, else asked."""
    if reading.code != "year_only":
        return reading
    raw, heading = reader.value(person.row, "born"), reader.heading("born")
    if exact:
        reader.page.note(person.row, heading, "year_only", raw, reading.text, "只有年份，身份证号有日期")
        return reading
    chosen = reader.page.hold(person.row, heading, "year_only", raw, reading.candidates, reading.reason)
    return read_date(chosen) if chosen else reading
