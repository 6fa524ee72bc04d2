"""Django's settings. Values come from the environment; with nothing set they are safe."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from kring.site import environment as env
from kring.site import logs

PACKAGE = Path(__file__).resolve().parents[1]
KRING_HOME = env.home()
# The check on secrets compiles its rules once and keeps them here: a third of a second at a start instead of three.
os.environ.setdefault("KF_RULE_CACHE_DIR", str(KRING_HOME / "cache" / "rules"))
KRING_PORT = env.number("KRING_PORT", 8000)
KRING_BASE_URL = env.base_url(KRING_PORT)
KRING_DEMO = env.flag("KRING_DEMO")
KRING_SMTP_URL = env.text("KRING_SMTP_URL")
KRING_MAIL_FROM = env.text("KRING_MAIL_FROM", f"kring@{urlsplit(KRING_BASE_URL).hostname}")
KRING_MAIL_DOMAIN = env.text("KRING_MAIL_DOMAIN", KRING_MAIL_FROM.rpartition("@")[2])
"""Where answers to our mails go, and bounces."""
KRING_MAIL_LISTEN = env.text("KRING_MAIL_LISTEN")
"""Where the site's mail system hands mail to us over LMTP: a port of this machine, host:port, or the path of a socket."""
KRING_MAIL_AUTHSERV = env.text("KRING_MAIL_AUTHSERV")
"""The name by which the site's mail system signs what it found out about a sender (RFC 8601)."""
KRING_KEY_LOOKUP = env.flag("KRING_KEY_LOOKUP")
"""May people have their OpenPGP key looked up in the directory of their mail domain?"""
KRING_MAX_UPLOAD = env.number("KRING_MAX_UPLOAD", 25 * 1024 * 1024, least=1024)
"""Bytes in one attachment."""
KRING_MAX_REQUEST = env.number("KRING_MAX_REQUEST", 4 * KRING_MAX_UPLOAD + 4 * 1024 * 1024)
"""Bytes in one request: a few attachments and the form around them."""
KRING_DRAFT_DAYS = env.number("KRING_DRAFT_DAYS", 180, least=7)
"""Days after which a draft that nobody touched is erased."""
KRING_THREADS = env.number("KRING_THREADS", 8, least=1)
"""How many pages are made at once by one process; each takes a database connection while it is made."""
KRING_API_LIMIT = env.number("KRING_API_LIMIT", 600, least=10)
"""Requests a minute that one token may make of the API."""
KRING_TAXII_LIMIT = env.number("KRING_TAXII_LIMIT", 12_000)
"""Requests a minute that one token may make over TAXII of each process; 0 for no limit."""
KRING_OUTGOING_PRIVATE = env.words("KRING_OUTGOING_PRIVATE")
"""Private networks (CIDR) that webhooks and other fetches may reach; none by default."""

KRING_SECURITY_CONTACT = env.security_contact()
"""Where weaknesses of this installation are reported; /.well-known/security.txt says it."""
KRING_SIGN_IN_ORIGINS = env.sign_in_origins()
"""Other sites that signing in leads to; browsers are told that our forms may."""
KRING_BEHIND_PROXY = env.flag("KRING_BEHIND_PROXY")
KRING_PROXIES = env.number("KRING_PROXIES", 1 if KRING_BEHIND_PROXY else 0)
"""Proxies in front that each add an address to X-Forwarded-For: as many from its end are believed."""

SECRET_KEY = env.secret_key()
DEBUG = False
HTTPS = urlsplit(KRING_BASE_URL).scheme == "https"
ALLOWED_HOSTS = [urlsplit(KRING_BASE_URL).hostname or "localhost", "127.0.0.1", "localhost", *env.words("KRING_HOSTS")]
CSRF_TRUSTED_ORIGINS = [KRING_BASE_URL]

INSTALLED_APPS = [
    "kring.site",
    "kring.feeds",
    "kring.mailroom",
    "kring.leadership",
    "kring.health",
    "kring.meetings",
    "kring.admission",
    "kring.conduct",
    "kring.sharing",
    "kring.exchange",
    "kring.profiles",
    "kring.circles",
    "kring.notices",
    "kring.files",
    "kring.people",
    "kring.web",
    "kring.rest",
    "kring.products",  # no tables: for its words
    "kring.kernel",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kring.web.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kring.web.middleware.PersonalLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kring.web.middleware.DevicesByDay",
    "django_htmx.middleware.HtmxMiddleware",
    "kring.web.middleware.BoundTransaction",
]

ROOT_URLCONF = "kring.site.urls"
ASGI_APPLICATION = "kring.site.asgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kring.site.frame.frame",
            ],
            "builtins": [
                "kring.web.templatetags.ui",
                "kring.web.templatetags.parts",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]

FORM_RENDERER = "kring.web.drawing.Drawing"

# The owner migrates; everything else runs as the application's role, which owns nothing.
DATABASES = {
    "default": env.database(
        env.text("KRING_DATABASE_URL") if env.text("KRING_ROLE") == "owner" else env.text("KRING_APP_DATABASE_URL")
    )
}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a database that was restarted is noticed before it is asked
if KRING_POOL := env.number("KRING_POOL", 0):
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": KRING_POOL, "max_idle": 60.0, "timeout": 10.0}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ALLAUTH_TRUSTED_PROXY_COUNT = KRING_PROXIES
ACCOUNT_ADAPTER = "kring.people.adapter.InvitationsOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account is made from an invitation sent to that very address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Kring"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_ADAPTER = "kring.people.adapter.KnownPeopleOnly"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = env.sign_in_providers()
if "allauth.socialaccount.providers.saml" in env.words("KRING_EXTRA_APPS"):
    INSTALLED_APPS.append("allauth.socialaccount.providers.saml")

SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "kring_session"
CSRF_COOKIE_NAME = "kring_csrf"
CSRF_FAILURE_VIEW = "kring.web.pages.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if KRING_BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_SSL_REDIRECT = False
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LANGUAGE_CODE = "en"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "kring_language"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = KRING_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kring.web.statics.HashedNames"},
}
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_PERMISSIONS = 0o600
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
EMAIL_BACKEND = "kring.notices.commands.backend.KeptConnection"
DEFAULT_FROM_EMAIL = KRING_MAIL_FROM
SERVER_EMAIL = KRING_MAIL_FROM

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kring_cache"}}

LOGGING = logs.configuration()

SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # the address is unique without regard to capitals: a constraint of the database
]
