"""Invented people: names (rare characters and minority names too), ID numbers, phones.

Nobody real: the area code 999999 is never given out, and 154 is no ordinary phone range.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random

AREA = "999999"
PHONE_PREFIX = "154"

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"

SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史"
    "顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛"
)
COMPOUND = ("欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "令狐", "端木")
MALE = "伟强磊军勇杰涛明超华建国平志文辉鹏宇浩斌波亮松峰东海林江山川毅刚健诚信义礼安康"
FEMALE = "芳娜秀敏静丽娟艳霞燕玲桂英兰红梅琴云莲真雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉"
EITHER = "子晓春秋雨思远清正立新永长成德启明世家宏俊希一乐宁"
RARE = "垚犇喆昇旻堃翀妘㛃䶮赟劼祎頔𬎆𬱖"
MINORITY_MALE = (
    "扎西顿珠",
    "多吉次仁",
    "买买提·吐尔逊",
    "艾山江·依明",
    "巴特尔",
    "阿木古楞",
    "阿苏日沙",
)
MINORITY_FEMALE = (
    "次仁卓玛",
    "古丽娜尔·阿不都",
    "阿依努尔·马木提",
    "萨仁高娃",
    "娜仁托娅",
    "阿牛妞妞",
)


@dataclass(frozen=True, slots=True)
class Person:
    """What a register says about somebody beside the Party facts."""

    name: str
    sex: str
    birth: dt.date
    id_number: str
    phone: str


def name_for(rng: Random, sex: str) -> str:
    """A name of the usual two or three characters; now and then a rare one."""
    draw = rng.random()
    if draw < 0.012:
        return rng.choice(MINORITY_MALE if sex == "male" else MINORITY_FEMALE)
    surname = rng.choice(COMPOUND) if draw < 0.024 else rng.choice(SURNAMES)
    own = MALE if sex == "male" else FEMALE
    last = rng.choice(RARE) if rng.random() < 0.012 else rng.choice(own)
    if rng.random() < 0.16:
        return surname + last
    middle = rng.choice(EITHER + own)
    return surname + (middle if middle != last else rng.choice(EITHER)) + last


def id_number_for(birth: dt.date, serial: int, sex: str) -> str:
    """An ID number with a right check digit; the last digit of the serial is odd for men."""
    body = f"{AREA}{birth:%Y%m%d}{serial * 2 + (sex == 'male'):03d}"
    return body + _CHECK[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


class Register:
    """Gives out people; no ID number and no phone twice."""

    def __init__(self) -> None:
        self._serials: dict[dt.date, int] = {}
        self._phones = 0

    def person(self, rng: Random, birth: dt.date) -> Person:
        """One more invented person born that day (or the next day with a free serial)."""
        sex = "male" if rng.random() < 0.62 else "female"
        serial = self._serials.get(birth, 0) + 1
        self._serials[birth] = serial
        self._phones += 1
        # 7919 is prime to 10^8: a walk over all numbers without meeting one twice
        phone = f"{PHONE_PREFIX}{self._phones * 7919 * 4999 % 10**8:08d}"
        return Person(name_for(rng, sex), sex, birth, id_number_for(birth, serial, sex), phone)
