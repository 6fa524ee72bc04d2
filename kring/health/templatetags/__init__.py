"""Words and pictures of health."""
