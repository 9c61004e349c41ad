"""What machines ask: every module here gives a `router`."""
