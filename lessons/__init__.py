"""The course: lessons to read and step through, and a chapter for each thing that learners do beside it."""
