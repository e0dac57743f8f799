"""`zhibu rules export` and `import`: directives written on the site, out to YAML files and in from them."""

from __future__ import annotations

import os
from pathlib import Path

import click


def _ready() -> None:
    """Django with its tables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    import django

    django.setup()
    from zhibu.domain.exchange.readiness import require_tables

    require_tables()


@click.command("export")
@click.argument("draft")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export(draft: str, folder: Path) -> None:
    """把网页上写的一份制度写成 YAML 文件；DRAFT 是制度编号。"""
    _ready()
    from zhibu.domain.drafting import selectors
    from zhibu.engine.packs.drafting import texts_of
    from zhibu.kernel.actor import Actor

    found = selectors.draft_named(Actor.system("cli"), draft)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts_of(found.content).items():
        (folder / name).write_text(text, encoding="utf-8")
    click.echo(f"《{found.title}》已写到 {folder}，{len(found.content.get('rules') or [])} 条规则。")


@click.command("import")
@click.argument("pack", type=click.Path(path_type=Path, exists=True))
@click.option("--owner", required=True, help="哪个组织的制度，写组织编号")
def import_(pack: Path, owner: str) -> None:
    """把一个制度包（文件夹或 zip）导入为草稿。"""
    _ready()
    from zhibu.domain.accounts import scope
    from zhibu.domain.drafting import selectors, services
    from zhibu.domain.drafting.packing import unpacked
    from zhibu.engine.language.texts import TextPack
    from zhibu.engine.packs.drafting import content_of, with_texts
    from zhibu.kernel.actor import Actor

    actor = Actor.system("cli")
    body = scope.organisation_get(actor, owner)
    paths = sorted(pack.glob("*.yaml")) if pack.is_dir() else [pack]
    files = unpacked((path.name, path.read_bytes()) for path in paths)
    with_texts(selectors.draft_words(), [TextPack(files, str(pack))])
    made = services.draft_create(actor=actor, owner=body, content=content_of(files), what="从制度包导入")
    click.echo(f"已导入为草稿：《{made.title}》（{made.directive}），{body}。")
