"""Numbers that stand for rows, in order and in little memory, and which of them were met."""

from __future__ import annotations

from array import array
from bisect import bisect_left


class Marks:
    """Sorted 64-bit numbers, nine bytes each; where two are equal the first is the one that is met."""

    def __init__(self, numbers: array[int]) -> None:
        self.numbers, self.met = numbers, bytearray(len(numbers))

    def place(self, number: int) -> int | None:
        """Where a number stands, None where it is not there."""
        place = bisect_left(self.numbers, number)
        return place if place < len(self.numbers) and self.numbers[place] == number else None

    def meet(self, number: int) -> bool:
        """Whether a number is there; from now on it counts as met."""
        place = self.place(number)
        if place is None:
            return False
        self.met[place] = 1
        return True
