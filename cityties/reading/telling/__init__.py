"""How a text tells: who acts and speaks, what is denied or planned, between whom, and when."""
