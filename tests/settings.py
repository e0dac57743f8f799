"""The site's settings for tests: everything written goes to a folder that is gone afterwards."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="zhibu-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["ZHIBU_DATA"] = _folder
os.environ.setdefault("ZHIBU_CACHE", os.path.expanduser("~/.cache/zhibu"))  # rules stay compiled
os.environ.pop("ZHIBU_KEYS", None)

from zhibu.config.settings import *  # noqa: E402, F403 -- the data folder must be named first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # argon2 takes 0.3 s each
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405 -- from the settings above
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405 -- from the settings above
    # a file and not memory: the same journal and locks as in use
    DATABASES["default"]["TEST"] = {"NAME": f"{_folder}/test.sqlite3"}  # noqa: F405 -- from the settings above

NOTHING_DUE = ()
ZHIBU_DUE = "tests.settings.NOTHING_DUE"  # a query at the first page of each process: tests of it say so themselves
