"""Django's settings, the same code everywhere; what differs between machines is in its environment: docs/HOSTING.md."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

from vsm_workshop import environment

BASE_DIR = Path(__file__).resolve().parent.parent

# Servers. Without DATABASE_URL only what needs none works (`manage.py metrics`, checks): every query raises, and
# the ASGI application and Celery refuse to start.
HAS_SERVERS = bool(environment.text("DATABASE_URL", ""))
SECRET_KEY = environment.text("SECRET_KEY") if HAS_SERVERS else get_random_secret_key()
DEBUG = environment.flag("DEBUG", default=False)

# Where people reach the site. https there means the production shape: secure cookies, HSTS, redirects.
PUBLIC_URL = environment.web_address("PUBLIC_URL", "http://localhost:8000")
IS_SECURE = PUBLIC_URL.scheme == "https"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", str(PUBLIC_URL.hostname), *environment.words("ALLOWED_HOSTS")]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL.geturl()]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "channels",
    "csp",
    "django_htmx",
    "django_vite",
    "drf_spectacular",
    "rest_framework",
    "vsm_workshop",
    "live",
    "reviews",
    "experiments",
    "facilitation",
    "maps",
    "workshops",
]
MIDDLEWARE = [
    "vsm_workshop.requests.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "vsm_workshop.caching.NothingIsKept",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "vsm_workshop.errors.WorkshopErrorMiddleware",
]
ROOT_URLCONF = "vsm_workshop.urls"
ASGI_APPLICATION = "vsm_workshop.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# PostgreSQL. The lock timeout makes an edit that waits for a map's row fail with a sentence instead of hanging.
LOCK_TIMEOUT_MS = 3000
DATABASES: dict[str, dict[str, object]] = {"default": {}}
if HAS_SERVERS:
    _postgres = environment.postgres_address("DATABASE_URL")
    DATABASES["default"] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _postgres.name,
        "USER": _postgres.user,
        "PASSWORD": _postgres.password,
        "HOST": _postgres.host,
        "PORT": _postgres.port,
        # A server that was restarted must not cost anybody an error: connections are checked when taken.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **_postgres.options,
            "options": f"-c lock_timeout={LOCK_TIMEOUT_MS}",
            # An edit's statements are always the same few: prepared, they take a third less time (docs/BENCHMARKS.md).
            "server_side_binding": True,
            "prepare_threshold": 2,
            "pool": {
                "min_size": 1,
                "max_size": environment.whole_number("DATABASE_POOL_SIZE", default=16, least=2),
                "timeout": 10,
                # Each attempt to connect takes twice the pause of the last one for this long and then begins anew:
                # five minutes, as it comes, would keep the site away for minutes after the database is back.
                "reconnect_timeout": 4,
            },
        },
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Valkey: doorbells, tasks and counters for limits, each in a database of its own. Nothing in it has to last.
CHANNEL_LAYERS: dict[str, dict[str, object]] = {}
CACHES: dict[str, dict[str, object]] = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
if HAS_SERVERS:
    _valkey = environment.valkey_address("REDIS_URL")
    CHANNEL_LAYERS["default"] = {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {
            "hosts": [_valkey.for_redis()],
            # Published messages reach all databases of a server, so installations that share one differ in this.
            "prefix": environment.text("CHANNEL_PREFIX", "vsm"),
        },
    }
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": _valkey.for_redis(2),
    }
    CELERY_BROKER_URL = _valkey.for_celery(1)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
# A document or simulation whose worker is gone is asked for again within half a minute: docs/ARCHITECTURE.md.
CELERY_BEAT_SCHEDULE = {
    "simulations": {"task": "maps.put_back_simulations", "schedule": 10.0, "options": {"expires": 10.0}},
    "documents": {"task": "reviews.put_back_expired", "schedule": 10.0, "options": {"expires": 10.0}},
    "rounds": {"task": "facilitation.close_overdue_rounds", "schedule": 5.0, "options": {"expires": 5.0}},
    "retention": {"task": "workshops.forget_expired", "schedule": 6 * 3600.0},
}

# Accounts of facilitators and leaders: an e-mail address signs in.
AUTH_USER_MODEL = "workshops.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
EMAIL_HOST = environment.text("EMAIL_HOST", "")
EMAIL_PORT = environment.whole_number("EMAIL_PORT", default=587, least=1)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS", default=True)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", f"vsm-workshop@{PUBLIC_URL.hostname}")
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Without a mail server nobody could confirm an address.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if EMAIL_HOST else "none"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = PUBLIC_URL.scheme
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, object]] = {}
if environment.text("OIDC_SERVER_URL", ""):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": environment.text("OIDC_NAME", "Single sign-on"),
                "client_id": environment.text("OIDC_CLIENT_ID"),
                "secret": environment.text("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": environment.text("OIDC_SERVER_URL")},
            }
        ],
    }

# Sessions live in PostgreSQL, so a flushed Valkey signs nobody out.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 24 * 3600
SESSION_COOKIE_SECURE = IS_SECURE
CSRF_COOKIE_SECURE = IS_SECURE
SECURE_SSL_REDIRECT = IS_SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Whether every other site under this host name speaks https, and for ever, is not ours to promise.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
_socket_origin = PUBLIC_URL._replace(scheme="wss" if IS_SECURE else "ws").geturl()
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        # Safari does not count the socket as 'self'.
        "connect-src": [SELF, _socket_origin],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}

# Files that browsers load: Vite writes them, WhiteNoise serves them.
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Vite puts a hash of the content into these names.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/.+-[\w-]{8}\.\w+$"
DJANGO_VITE = {"default": {"dev_mode": False, "manifest_path": BASE_DIR / "static" / "dist" / "manifest.json"}}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "workshops.api.authentication.TokenAuthentication",
        "workshops.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "workshops.api.reading.AlwaysJson",
    "DEFAULT_PARSER_CLASSES": ["workshops.api.reading.JsonParser"],
    "DEFAULT_PAGINATION_CLASS": "workshops.api.reading.Pages",
    "DEFAULT_THROTTLE_CLASSES": [
        "workshops.api.throttles.VisitorThrottle",
        "workshops.api.throttles.PersonThrottle",
        "workshops.api.throttles.HeavyThrottle",
    ],
    # The people of a room share one address, and all of them join within a minute.
    "DEFAULT_THROTTLE_RATES": {"visitor": "300/min", "person": "1200/min", "heavy": "60/min"},
    "DEFAULT_SCHEMA_CLASS": "vsm_workshop.api_schema.DocumentedSchema",
    "EXCEPTION_HANDLER": "vsm_workshop.errors.api_exception_handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "VSM Workshop",
    "DESCRIPTION": (
        "Workshops, people and value stream maps. Writing a map means sending edits under an operation id; "
        "a resend is harmless."
    ),
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    # Fields of one name with different choices; left alone, their types are called by a number.
    "ENUM_NAME_OVERRIDES": {
        "MapKindEnum": "maps.models.map.Map.Kind",
        "RealItemStateEnum": "facilitation.models.real_item.RealItem.State",
        "RoundKindEnum": "facilitation.models.round.Round.Kind",
        "RoundStateEnum": "facilitation.models.round.Round.State",
        "ElementKindEnum": ["step", "queue", "flow", "note"],
        "BatchSourceEnum": "experiments.models.series.ReadingBatch.Source",
        "BroughtFromEnum": ["hand", "paste", "csv", "rest"],
        "DocumentStateEnum": "reviews.models.render_job.RenderJob.State",
        "SimulationStateEnum": "maps.models.simulation.SimulationJob.State",
        "SignalCodeEnum": ["lead_time", "value_added_ratio", "meetings"],
        "PhaseCodeEnum": "facilitation.models.session.Phase.Code",
        "AttentionKindEnum": "facilitation.models.session.Session.AttentionKind",
        "CampaignStateEnum": "experiments.models.campaign.Campaign.State",
        "ActionKindEnum": ["improvement", "experiment"],
        "ImprovementStateEnum": "experiments.models.improvement.Improvement.State",
        "ExperimentStateEnum": "experiments.models.experiment.Experiment.State",
        "InitiativeStateEnum": "experiments.models.initiative.Initiative.State",
        "GateStateEnum": "experiments.models.initiative.Gate.State",
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

# What processes say and measure: docs/OPERATIONS.md.
METRICS_ALLOW = environment.networks("METRICS_ALLOW", "127.0.0.0/8,::1/128")
METRICS_TOKEN = environment.text("METRICS_TOKEN", "")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "vsm_workshop.logs.TextLines"},
        "json": {"()": "vsm_workshop.logs.JsonLines"},
    },
    "filters": {"discretion": {"()": "vsm_workshop.logs.Discretion"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": environment.choice("LOG_FORMAT", ["line", "json"]),
            "filters": ["discretion"],
        },
    },
    "root": {"handlers": ["stderr"], "level": environment.text("LOG_LEVEL", "INFO")},
    # Django's own handler would write each line twice.
    # fontTools tells of every table that it leaves out.
    "loggers": {"django": {"handlers": [], "propagate": True, "level": "INFO"}, "fontTools": {"level": "WARNING"}},
}
