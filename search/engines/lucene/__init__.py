"""What OpenSearch is sent: bodies of requests as values, and the connection that sends them."""
