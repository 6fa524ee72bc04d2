"""What is raised when the embedded database cannot be had."""


class ServerFailed(RuntimeError):
    """The embedded database could not be started or stopped; the message says what to do."""
