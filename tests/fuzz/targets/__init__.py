"""Every reader of what others send, by name."""

from tests.fuzz.targets import documents, machines, mail, products, words

TARGETS = {target.name: target for group in (documents, machines, mail, products, words) for target in group.TARGETS}
