from tests.notices.office import mail

__all__ = ["mail"]
