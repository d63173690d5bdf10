"""What goes back to the sender: their own file with marks, or a fresh one with their answers."""
