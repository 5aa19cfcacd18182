"""Countries by the ties of their cities."""
