"""The whole county judged with all installed packs: as a bundle by the command, and by the site."""

from __future__ import annotations

import time

from bench.stage import Figure, Stage, hand_over


def measure(stage: Stage) -> list[Figure]:
    stage.county()
    bundle = stage.folder / "bundle"
    stage.zhibu("facts", "export", str(bundle), "--format", "parquet")
    words = ("check", str(bundle), "--out", str(stage.folder / "verdicts.csv"))
    first, second = stage.zhibu(*words), stage.zhibu(*words)
    return [
        *stage.inside("county_check"),
        Figure("zhibu check 整条命令（含读数据包、写结论）", second, "秒"),
        Figure("其中：规则还没有编译过的第一次", first, "秒"),
    ]


def main() -> None:
    import django

    django.setup()
    from zhibu.domain.compliance.services import judge_all
    from zhibu.domain.compliance.sources import whole_copy
    from zhibu.domain.rulebook import selectors as rulebook
    from zhibu.engine import Window, judge
    from zhibu.kernel.clock import today

    book, window = rulebook.rulebook(), Window.until(today())
    judge(book, whole_copy(), window)
    started, spent = time.perf_counter(), time.process_time()
    verdicts = judge(book, whole_copy(), window)
    judged, spent = time.perf_counter() - started, time.process_time() - spent
    started = time.perf_counter()
    judge_all()
    hand_over(
        [
            Figure(f"全县按全部制度核查，{len(verdicts)} 条结论", judged, "秒", 3),
            Figure("其中：处理器时间", spent, "秒"),
            Figure("同上，并存进网站的库", time.perf_counter() - started, "秒"),
        ]
    )


if __name__ == "__main__":
    main()
