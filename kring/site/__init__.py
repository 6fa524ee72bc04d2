"""Settings, addresses, reactions and the commands of operators: where everything meets."""
