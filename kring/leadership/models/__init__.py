"""Who does what for a circle, the log of those who lead it, who looks along with it, and what it is for."""

from kring.leadership.models.advisers import Advisership, Glance
from kring.leadership.models.duties import Duty, Talk, Thanks
from kring.leadership.models.scope import Scope

__all__ = ["Advisership", "Duty", "Glance", "Scope", "Talk", "Thanks"]
