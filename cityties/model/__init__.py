"""What everything stands on: names of the field, folders of data, errors, files written whole or not at all."""
