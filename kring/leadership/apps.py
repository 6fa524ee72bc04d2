from django.apps import AppConfig


class LeadershipConfig(AppConfig):
    name = "kring.leadership"
    label = "leadership"
    default_auto_field = "django.db.models.BigAutoField"
