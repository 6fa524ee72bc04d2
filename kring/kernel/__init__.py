"""What everything stands on: who acts, what went wrong, what happened, and the lock's machinery."""
