"""moto, which executes what was allowed. Nothing else in the project imports it."""
