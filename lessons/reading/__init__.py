"""The course as its readers have it: the map, a lesson in every style, and where they stand."""
