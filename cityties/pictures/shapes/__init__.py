"""Shapes: a picture before anybody has chosen a library to write it with, and the writers."""
