"""What members promise each other, how they settle in and leave, and what happens when trust is broken."""
