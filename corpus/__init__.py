"""The sample library that is shipped: its sources, the script that builds it, and what a careful reader finds in it."""
