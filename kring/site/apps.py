from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "kring.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kring.kernel.record import react_with
        from kring.site.reactions import REACTIONS

        react_with(REACTIONS)
