"""Pages of what members promise, how they settle in and leave, and what happens when trust is broken."""
