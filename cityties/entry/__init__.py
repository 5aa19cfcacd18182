"""Facts by hand: a person fills in a form, in the browser or in the terminal; what is kept becomes a source.

shelf (the drafts of what was entered, beside the store) -> desk (that of a review, for a draft without an article)
-> shapes and checks -> store or file. A draft that was entered is of the same form as one that was read.
"""
