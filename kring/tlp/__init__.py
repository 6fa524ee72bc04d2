"""The labels of the Traffic Light Protocol 2.0 and who may read what, in plain Python."""
