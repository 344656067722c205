"""Questions from files and into files: a module for each format, with `read(text)` and `write(questions)`."""
