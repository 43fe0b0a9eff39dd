"""The statements that answer a question: found, weighed, put in order, and doubted."""
