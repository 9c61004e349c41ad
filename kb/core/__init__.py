"""The floor: values of the field, errors, settings, and how plugins are found."""
