"""Real PostgreSQL and Valkey servers on a local data folder, for machines that have none."""
