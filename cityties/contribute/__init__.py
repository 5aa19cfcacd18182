"""Beginnings of what can be added without a line of code: questions, pictures, sources, languages, maps.

new      writes the file, with as much of its paper as can be known, and says what to do next
command  `cityties new`
"""
