"""The site around the course: settings, addresses, middleware, and the server that it runs on."""
