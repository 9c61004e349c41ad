"""PostgreSQL's own full text behind the port: tables, conditions, and the engine that puts them together."""
