"""The sandbox: untrusted files are read in confined processes."""
