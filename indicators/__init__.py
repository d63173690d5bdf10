"""What is counted, how it adds up and which official indicator it serves."""
