"""Static files under names that carry their hash, so that a browser may keep them for ever."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedNames(ManifestStaticFilesStorage):
    """Hashed names where the files were collected; the plain name otherwise, so that tests need no collecting."""

    manifest_strict = False
    support_js_module_import_aggregation = True
