"""Closed lists of persons with their national codes: sex GB/T 2261.1, nationality GB/T 3304, education GB/T 4658.

A column keeps the Chinese word, as clerks' workbooks do; the code is looked up where a form or an
export wants it. Words from old workbooks that are not in a list stay as they were written.
"""

from __future__ import annotations

import re

SEXES = {"男": "1", "女": "2"}

_ETHNICITIES = re.findall(
    r"\S+",
    "汉族 蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族 黎族 傈僳族 "
    "佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 "
    "锡伯族 阿昌族 普米族 塔吉克族 怒族 乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 鄂伦春族 "
    "赫哲族 门巴族 珞巴族 基诺族",
)
ETHNICITIES = {name: f"{number:02d}" for number, name in enumerate(_ETHNICITIES, 1)} | {
    "其他": "97",
    "外国血统中国籍人士": "98",
}

EDUCATIONS = {
    "博士研究生": "11",
    "硕士研究生": "14",
    "研究生班": "17",
    "大学本科": "21",
    "大学普通班": "28",
    "大学专科": "31",
    "中等专科": "41",
    "职业高中": "44",
    "技工学校": "47",
    "普通高中": "61",
    "初中": "71",
    "小学": "81",
    "其他": "90",
}
