"""Static files under names that carry their hash, so that a browser may keep them for ever."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedNames(ManifestStaticFilesStorage):
    """Hashed names where the files were collected; the plain name otherwise, so that tests need no collecting.

    Addresses in style sheets are hashed too. Those in scripts are not: our modules import nothing.
    """

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The hashed name when it was collected, and nothing that reads a file: pages ask for this all the time."""
        return str(self.hashed_files.get(self.hash_key(self.clean_name(name)), name))
