from django.apps import AppConfig


class ConductConfig(AppConfig):
    name = "kring.conduct"
    label = "conduct"
    default_auto_field = "django.db.models.BigAutoField"
