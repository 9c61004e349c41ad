"""A plan: from a query's tree to the nodes that engines execute."""
