"""What was shared in the demo's circles, told by when and where."""

from kring.site.demo.stories import care, first_months, last_days, later_months, terminals

STORIES = first_months.STORIES + later_months.STORIES + last_days.STORIES + terminals.STORIES + care.STORIES
