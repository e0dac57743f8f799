"""Names of persons: stray blanks, dots, remarks behind the name, characters that were not typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from zhibu.rosters.values.lookalikes import PARTS, PRIVATE_USE, RADICALS
from zhibu.rosters.values.text import BLANK, is_han, plain, words
from zhibu.rosters.values.words import DOTTED_PEOPLES

DOT = "·"
_DOTS = "•・‧．∙⋅･.。﹒●ㆍ᛫○◦-–—－~˙․·\u0387\u2e31\ua78f\u0701\u05bc"
_DOT_BETWEEN = re.compile(rf"(?<=[^\x00-\x7f{re.escape(_DOTS)}])[ \u3000\u00a0]*([{re.escape(_DOTS)}])[ \u3000\u00a0]*(?=[^\x00-\x7f])")
_BRACKET = re.compile(r"[(（\[【〔{〈<《]([^()（）\[\]【】〔〕{}〈〉<>《》]*)[)）\]】〕}〉>》]")
_FORMER = re.compile(r"(?:曾用名|原名|曾名|又名|别名|旧名|改名前|原叫|原姓名|化名|小名)[:：是为]?\s*(.+)")
_COURTESY = re.compile(r"(?<=.)(同志|女士|先生|老师傅|老同志)$")
_TITLES = re.compile(
    r"(?<=..)(党支部书记|支部书记|党小组长|副书记|副组长|书记|组长|主任|副主任|局长|副局长|委员|支书|院长|校长|老师|科长|所长|站长|主席)$"
)
_UNTYPED = re.compile(r"[?？□■◻◼▢�〓×✕＊*_＿…＋+a-zA-Zａ-ｚＡ-Ｚ0-9]|[.]{2,}")
# Signs that no name has: two names in one cell, a word behind the name.
_ODD = re.compile(r"[、,，;；/／\\|&＆:：!！#@=<>～~]|(?<=.)[-–—－](?=.$|.[^\u3400-\u9fff])")
_MARKED = re.compile(r"^[★☆※●◆▲△◇√✓]+|[★☆※●◆▲△◇√✓]+$")
_NAMELESS = re.compile(r".某{1,2}")
COMPOUND_SURNAMES = frozenset(words(
    "欧阳 司徒 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 夏侯 长孙 宇文 轩辕 端木 南宫 独孤 呼延 百里 东郭 闻人 "
    "澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 鲜于 司空 闾丘 司寇 子车 颛孙 巫马 公西 漆雕 乐正 壤驷 公良 "
    "拓跋 夹谷 宰父 谷梁 段干 东门 西门 南门 第五 纳兰 完颜 叶赫 赫连 贺兰 万俟 左丘 梁丘 司城 达奚 褚师 归海"
))
_REMARKS = frozenset(words(
    "女 男 书记 副书记 支书 支部书记 党支部书记 新 兼 预备 正式 预备党员 正式党员 组长 副组长 小组长 党小组长 副 正 委员 支委 组织委员 宣传委员 "
    "纪检委员 党员 流动 流动党员 失联 离休 退休 退 已退休 退居二线 内退 主持 主持工作 召集人 代 代理 调入 转入 新转入 外出 挂职 借调 待定 "
    "病 请假 前任 现任 已免 免 汉 回 满 苗 侗 藏 彝 壮 转正 新党员 老党员 困难 困难党员 在外 驻村 村 兼职 专职 组织 宣传 纪检 本人 "
    "第一书记 专职副书记 党小组组长 党代表 人大代表 主任 副主任 局长 副局长 记录 主持人 讲课 主讲"
))
ELDER, YOUNGER = "大", "小"

@dataclass(frozen=True, slots=True)
class NameReading:
    """What a name cell says.

    `name` is the clean name; `notes` are (code, reason); `hold` is a code when a person must
    choose among `candidates`; `former` is a former name, `mark` 大 or 小 (elder, younger of two
    with one name), `remark` what stood behind the name.
    """

    name: str
    notes: tuple[tuple[str, str], ...] = ()
    hold: str = ""
    reason: str = ""
    candidates: tuple[str, ...] = ()
    former: str = ""
    mark: str = ""
    remark: str = ""


@lru_cache(maxsize=65536)
def read_name(raw: str, people: str = "") -> NameReading:
    """Read one name; `people` (民族 in full) helps to tell a stray blank from a missing dot."""
    if all("\u4e00" <= char <= "\u9fa5" and char != "某" for char in raw) and 2 <= len(raw) <= 4 and not (
        _COURTESY.search(raw) or _TITLES.search(raw)
    ):
        return NameReading(raw)
    return _Cleaning(raw, people).result()


@lru_cache(maxsize=65536)
def name_key(text: str) -> str:
    """The form in which names are compared: widths, radicals, private use, dots and blanks unified."""
    bare = plain("".join(PRIVATE_USE.get(char, char) for char in text))
    return re.sub(rf"[{re.escape(_DOTS)}]", DOT, bare)


class _Cleaning:
    """One name cell on its way: each step takes something off `text` and writes it down."""

    def __init__(self, raw: str, people: str) -> None:
        self.text = raw
        self.people = people
        self.notes: list[tuple[str, str]] = []
        self.hold, self.reason = "", ""
        self.candidates: tuple[str, ...] = ()
        self.former, self.mark, self.remark = "", "", ""

    def result(self) -> NameReading:
        for step in (self._characters, self._brackets, self._tail, self._dots, self._blanks,
                     self._untyped):  # fmt: skip
            step()
        return NameReading(self.text, tuple(self.notes), self.hold, self.reason, self.candidates,
                           self.former, self.mark, self.remark)  # fmt: skip

    def _characters(self) -> None:
        mended = "".join(PRIVATE_USE.get(char, char) for char in self.text)
        if mended != self.text:
            self.notes.append(("private_use_character", "旧编码的私用区字符，已换成正式字符"))
        swapped = "".join(self._ideograph(char) for char in mended)
        if swapped != mended:
            self.notes.append(("radical_code_point", "从PDF贴来的部首字符，已换成汉字"))
        self.text = swapped
        if any("\ue000" <= char <= "\uf8ff" for char in self.text):
            self.hold, self.reason = "name_character_not_typed", "有造字（私用区字符），认不出是什么字"

    @staticmethod
    def _ideograph(char: str) -> str:
        if "\u2f00" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff":
            return unicodedata.normalize("NFKC", char)
        return RADICALS.get(char, char)

    def _brackets(self) -> None:
        marked = _MARKED.sub("", self.text.strip())
        if marked != self.text.strip() and marked:
            self.notes.append(("remark_in_name_cell", "姓名前后有记号"))
            self.text = marked
        for match in list(_BRACKET.finditer(self.text)):
            inside = BLANK.sub("", match.group(1))
            before = BLANK.sub("", self.text[: self.text.find(match.group(0))])
            after = self.text[self.text.find(match.group(0)) + len(match.group(0)) :].strip()
            self._bracket(match.group(0), inside, before, after)

    def _bracket(self, whole: str, inside: str, before: str, after: str) -> None:
        former = _FORMER.fullmatch(inside)
        if former:
            self.former = former.group(1)
            self.notes.append(("former_name_in_name_cell", f"曾用名：{self.former}"))
        elif inside in (ELDER, YOUNGER):
            self.mark = inside
        elif inside not in _REMARKS and (len(before) == 1 or after or self._is_parts(inside)):
            self._spelt_out(whole, inside)
            return
        elif inside:
            self.remark = inside
            self.notes.append(("remark_in_name_cell", f"姓名后的附注“{inside}”"))
        self.text = self.text.replace(whole, "", 1)

    @staticmethod
    def _is_parts(inside: str) -> bool:
        return _bare_parts(inside) in PARTS or bool(re.search(r"[左右上下]|字旁|旁|头|[+＋]", inside))

    def _spelt_out(self, whole: str, inside: str) -> None:
        character = PARTS.get(_bare_parts(inside))
        self.hold, self.reason = "name_character_not_typed", f"“{inside}”是拆开写的字"
        if character:
            self.candidates = (BLANK.sub("", self.text.replace(whole, character, 1)),)

    def _tail(self) -> None:
        if self.text.rstrip()[-1:] in ("*", "＊", "★", "☆", "△", "▲", "※", "#", "＃", "√") and (
            len(BLANK.sub("", self.text)) > 2
        ):
            mark = self.text.rstrip()[-1]
            self.text = self.text.rstrip().rstrip("*＊★☆△▲※#＃√")
            self.remark = mark
            self.notes.append(("remark_in_name_cell", f"姓名后的记号“{mark}”"))
        for pattern, code in ((_COURTESY, "courtesy_word"), (_TITLES, "remark_in_name_cell")):
            match = pattern.search(self.text.strip())
            if match and len(BLANK.sub("", self.text)) > len(match.group(1)) + 1:
                self.text = self.text.strip()[: match.start()]
                self.remark = self.remark or match.group(1)
                self.notes.append((code, f"姓名后的“{match.group(1)}”"))

    def _dots(self) -> None:
        if odd := _ODD.search(self.text.strip()):
            self.hold, self.reason = "name_unclear", f"姓名里有“{odd.group(0)}”，不知哪些是姓名"
            parts = [BLANK.sub("", part) for part in _ODD.split(self.text)]
            self.candidates = tuple(part for part in parts if len(part) > 1)
            return
        dotted = _DOT_BETWEEN.sub(DOT, self.text)
        if dotted != self.text and (dotted.count(DOT) > self.text.count(DOT) or DOT in dotted):
            self.notes.append(("middle_dot_variant", "间隔号不规范，已换成“·”"))
        self.text = dotted

    def _blanks(self) -> None:
        closed = BLANK.sub("", self.text)
        if closed == self.text:
            return
        parts = [part for part in BLANK.split(self.text) if part]
        if len(parts) > 1 and self._dot_missing(parts):
            self.hold = "minority_name_dot_missing"
            self.reason = "中间是空格不是间隔号；不可当成多余空格删掉"
            dotted = DOT.join(parts)
            sure = self.people in DOTTED_PEOPLES or len(closed) > 4
            self.candidates = (dotted,) if sure else (dotted, closed)
            self.text = DOT.join(parts)
            return
        self.notes.append(("blank_inside_name", "姓名里有多余的空白"))
        self.text = closed

    def _dot_missing(self, parts: list[str]) -> bool:
        """Two long parts without a dot: 阿卜杜拉 玉素甫, but not 欧阳 建平."""
        if any(DOT in part for part in parts) or not all(len(part) >= 2 for part in parts):
            return False
        return parts[0] not in COMPOUND_SURNAMES or self.people in DOTTED_PEOPLES

    def _untyped(self) -> None:
        self.text = self.text.strip()
        if self.hold in ("name_character_not_typed", "name_unclear"):
            return
        if len(self.text) == 1 or _NAMELESS.fullmatch(self.text):
            self.hold, self.reason = "name_character_not_typed", "姓名没有写全"
            return
        odd = _UNTYPED.search(self.text)
        if odd and any(is_han(char) for char in self.text):
            self.hold = "name_character_not_typed"
            self.reason = f"“{odd.group(0)}”代替了打不出的字"


def _bare_parts(inside: str) -> str:
    return re.sub(r"[+＋、,，\-左右上下中加字旁边]|两个|三个", "", inside)
