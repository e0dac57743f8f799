"""Which keys a backup needs, where they come from, and their use while it is being checked."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from encrypted_fields.fields import EncryptedFieldMixin

from zhibu.domain.exchange.archive.manifest import Manifest
from zhibu.kernel.crypto import KEY_NAMES, fingerprint
from zhibu.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class KeyPlan:
    """The keys of the backup, and the files of those that must be put into the key folder."""

    secrets: dict[str, str]
    files: dict[str, Path]

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """This process works with the keys of the backup; afterwards with its own again if it failed."""
        before = dict(settings.ZHIBU_SECRETS)
        _use(self.secrets)
        try:
            yield
        except BaseException:
            _use(before)
            raise


def keys_of(described: Manifest, packed: Path, given: Path | None) -> KeyPlan:
    """The keys that the backup was written with: those in use, else given, else packed in it."""
    secrets: dict[str, str] = {}
    files: dict[str, Path] = {}
    missing = []
    for name in KEY_NAMES:
        here = settings.ZHIBU_SECRETS[name]
        wanted = described.keys.get(name, fingerprint(here))
        if fingerprint(here) == wanted:
            secrets[name] = here
            continue
        found = [f / name for f in (given, packed) if f is not None and (f / name).is_file()]
        fitting = [path for path in found if fingerprint(_text(path)) == wanted]
        if not fitting:
            missing.append(name)
        elif os.environ.get(f"ZHIBU_{name.upper()}") or os.environ.get(f"ZHIBU_{name.upper()}_FILE"):
            raise Refused(f"环境变量 ZHIBU_{name.upper()} 给的密钥不是备份用的那一把，改好再恢复。")
        else:
            secrets[name] = _text(fitting[0])
            files[name] = packed.with_name("keys-to-place") / name  # a copy: given files stay where they are
            files[name].parent.mkdir(exist_ok=True, mode=0o700)
            shutil.copyfile(fitting[0], files[name])
            files[name].chmod(0o600)
    if missing:
        raise Refused(
            f"备份是用另一套密钥写的，缺少 {'、'.join(missing)}。把原来的密钥文件夹用 --keys 指出来；"
            "没有密钥，身份证号、电话和上传的文件谁也打不开。"
        )
    return KeyPlan(secrets, files)


def _text(path: Path) -> str:
    return path.read_text("utf-8").strip()


def _use(secrets: dict[str, str]) -> None:
    settings.ZHIBU_SECRETS = dict(secrets)
    settings.SECRET_KEY, settings.SALT_KEY = secrets["secret_key"], secrets["field_salt"]
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedFieldMixin):  # it keeps what it derived from the keys
                for derived in ("keys", "f"):
                    field.__dict__.pop(derived, None)
