"""All settings. Everything comes from `ZHIBU_*` variables with safe defaults; none is needed."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from zhibu.kernel import environment
from zhibu.kernel.crypto import KEY_NAMES

PACKAGE = Path(__file__).resolve().parent.parent

# --- where things lie -------------------------------------------------------------------------

ZHIBU_DATA = environment.data_folder()
ZHIBU_KEYS = Path(environment.read("KEYS") or ZHIBU_DATA / "keys").expanduser()
ZHIBU_FILES = ZHIBU_DATA / "files"
ZHIBU_DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
# compiled rules lie with the data: what one command compiled, the site need not compile again
os.environ.setdefault("ZHIBU_CACHE", str(ZHIBU_DATA / "cache"))
DATABASES = {"default": environment.database(environment.read("DATABASE_URL"), ZHIBU_DATA)}
# An index on PostgreSQL carries columns along; SQLite leaves them out, which costs a county nothing.
SILENCED_SYSTEM_CHECKS = ["models.W040"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- secrets: given by ZHIBU_SECRET_KEY and so on, or made on the first start -------------------

ZHIBU_SECRETS = {
    name: environment.secret(name, ZHIBU_KEYS, ZHIBU_DATA) for name in KEY_NAMES
}
SECRET_KEY = ZHIBU_SECRETS["secret_key"]
SALT_KEY = ZHIBU_SECRETS["field_salt"]  # with SECRET_KEY the key of encrypted columns

# --- the site ---------------------------------------------------------------------------------

DEBUG = environment.flag("DEBUG")
ALLOWED_HOSTS = [
    host.strip()
    for host in environment.read("HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if host.strip()
]
ROOT_URLCONF = "zhibu.config.urls"
WSGI_APPLICATION = "zhibu.config.wsgi.application"

# every room with an apps.py is an app: a new room needs no line here
ROOMS = [
    f"zhibu.domain.{file.parent.name}" for file in sorted((PACKAGE / "domain").glob("*/apps.py"))
]
# what rooms offer to the JSON door and the command line (kernel/actions.py)
ZHIBU_SHELVES = [
    f"zhibu.domain.{folder.name}.actions"
    for folder in sorted((PACKAGE / "domain").iterdir())
    if (folder / "actions.py").exists() or (folder / "actions" / "__init__.py").exists()
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "axes",
    "zhibu.web",  # for its template tags
    *ROOMS,
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # a page is closed unless it says so
    "zhibu.web.layout.twice.SentTwice",
    "zhibu.config.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "zhibu.web.layout.middleware.Unkept",
    "zhibu.web.layout.middleware.DomainErrors",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # every area of the web door brings its own templates: a new area needs no line here
        "DIRS": sorted((PACKAGE / "web").glob("*/templates")),
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhibu.web.layout.context.page",
            ],
        },
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = ZHIBU_DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise complains where it is missing
STATICFILES_DIRS = sorted((PACKAGE / "web").glob("*/static"))
WHITENOISE_USE_FINDERS = True  # served from where they lie: the first start needs no collecting
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600
MEDIA_ROOT = ZHIBU_FILES
# files that people upload: bytes of one, bytes of an organisation
ZHIBU_UPLOADS = {
    "most": environment.whole_number("UPLOAD_MOST", 50, least=1, most=50) * 1024 * 1024,
    "quota": environment.whole_number("UPLOAD_QUOTA", 2000, least=1, most=1_000_000) * 1024 * 1024,
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH: list[str] = []
DATA_UPLOAD_MAX_MEMORY_SIZE = 50 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = (
    20_000  # an attendance sheet or the answers of an import are long forms
)
FILE_UPLOAD_MAX_MEMORY_SIZE = 50 * 1024 * 1024
# never an unencrypted file on disk: what is larger in all is not taken in
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# --- signing in -------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "zhibu.domain.accounts.passwords.Length",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "zhibu.domain.accounts.passwords.NotTheName"},
    {"NAME": "zhibu.domain.accounts.passwords.NotCommon"},
    {"NAME": "zhibu.domain.accounts.passwords.NotNumeric"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "sign-in"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "zhibu.config.addresses.client_address"
AXES_COOLOFF_MESSAGE = (
    "连续输错 5 次，这个账号在这台机器上锁 15 分钟。到时再试，或找管理员重设口令。"
)
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False

# other systems to sign in through: each off until its first value is given
ZHIBU_PROVIDERS = {
    "oidc": {
        "issuer": environment.read("OIDC_ISSUER"),
        "client": environment.read("OIDC_CLIENT"),
        "secret": environment.read("OIDC_SECRET"),
        "label": environment.read("OIDC_LABEL", "单位统一登录"),
    },
    "wecom": {
        "corp": environment.read("WECOM_CORP"),
        "agent": environment.read("WECOM_AGENT"),
        "secret": environment.read("WECOM_SECRET"),
        "api": environment.read("WECOM_API", "https://qyapi.weixin.qq.com"),
        "login": environment.read(
            "WECOM_LOGIN", "https://login.work.weixin.qq.com/wwlogin/sso/login"
        ),
        "inside": environment.read(
            "WECOM_INSIDE", "https://open.weixin.qq.com/connect/oauth2/authorize"
        ),
    },
    "dingtalk": {
        "client": environment.read("DINGTALK_CLIENT"),
        "secret": environment.read("DINGTALK_SECRET"),
        "api": environment.read("DINGTALK_API", "https://api.dingtalk.com"),
        "login": environment.read("DINGTALK_LOGIN", "https://login.dingtalk.com/oauth2/auth"),
    },
}

# --- what the browser may do --------------------------------------------------------------------

HTTPS = environment.flag("HTTPS")
SESSION_COOKIE_NAME = "zhibu_session"
CSRF_COOKIE_NAME = "zhibu_csrf"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None  # until the browser closes; Django would keep it a year, also of somebody at the public box
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = [
    origin.strip() for origin in environment.read("ORIGINS").split(",") if origin.strip()
]
ZHIBU_BEHIND_PROXY = environment.flag("BEHIND_PROXY")
if ZHIBU_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = (
    "same-origin" if HTTPS else None
)  # browsers heed it on HTTPS only
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- what is written to the log: no names, no numbers of people -----------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"hushed": {"()": "zhibu.config.hushing.Hushed"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["hushed"]}
    },
    "root": {"handlers": ["console"], "level": environment.read("LOG_LEVEL", "WARNING").upper()},
    "loggers": {"axes": {"level": "ERROR"}},
}
# the daily head of the record by mail: off until an address is given
ZHIBU_HEAD_MAIL = {
    "to": [one.strip() for one in environment.read("HEAD_MAIL_TO").split(",") if one.strip()],
    "sender": environment.read("MAIL_FROM", "zhibu@localhost"),
    "server": environment.read("SMTP_URL"),
}
# notices outside the site: every channel is off until it is named here
ZHIBU_NOTICES: dict[str, Any] = {
    "open": environment.some_of("NOTICES", ("mail", "wecom", "wecom_robot", "dingtalk_robot", "feishu_robot")),
    "site": environment.read("SITE").rstrip("/"),  # how the site is called from outside, for links
    "sender": environment.read("MAIL_FROM", "zhibu@localhost"),
    "server": environment.read("SMTP_URL"),
    "wecom": environment.read("WECOM_API", "https://qyapi.weixin.qq.com").rstrip("/"),
    "dingtalk": environment.read("DINGTALK_ROBOT_API", "https://oapi.dingtalk.com").rstrip("/"),
    "feishu": environment.read("FEISHU_API", "https://open.feishu.cn").rstrip("/"),
}
ZHIBU_WIRING = "zhibu.config.wiring.LISTENERS"
ZHIBU_OUTBOX = "zhibu.config.wiring.OUTBOX"
ZHIBU_DUE = "zhibu.config.wiring.DUE"
ZHIBU_DESK = "zhibu.config.wiring.DESK"
ZHIBU_CALENDAR = "zhibu.config.wiring.CALENDAR"
ZHIBU_COUNTS = "zhibu.config.wiring.COUNTS"
ZHIBU_ON_BEHALF = "zhibu.config.wiring.ON_BEHALF"
ZHIBU_FILE_READERS = "zhibu.config.wiring.FILES"
ZHIBU_FILE_CHANGERS = "zhibu.config.wiring.FILES_CHANGE"
ZHIBU_OPEN_WORK = "zhibu.config.wiring.OPEN_WORK"
ZHIBU_LEFT_BEHIND = "zhibu.config.wiring.LEFT_BEHIND"
