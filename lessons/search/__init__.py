"""Finding something: in the lessons, among the words, calls and error codes of the course."""
