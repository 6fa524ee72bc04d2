from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "kring.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kring.exchange.queries import products_named
        from kring.kernel.record import react_with
        from kring.profiles.queries import know_products_from
        from kring.site.parts import LOOKUPS, PARTS
        from kring.site.reactions import REACTIONS
        from kring.web.parts import show_with

        react_with(REACTIONS)
        show_with(PARTS, LOOKUPS)
        know_products_from(products_named)
