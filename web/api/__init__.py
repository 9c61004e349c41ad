"""The API: every module here provides a `router`."""
