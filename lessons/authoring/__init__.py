"""Writing lessons: what their versions say, and going back to one."""
