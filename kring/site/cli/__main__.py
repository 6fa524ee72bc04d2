"""`python -m kring.site.cli`."""

import sys

from kring.site.cli import main

sys.exit(main())
