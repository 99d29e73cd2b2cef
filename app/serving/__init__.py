"""The server around the pages: what it tells browsers, operators and orchestrators, and how it ends."""
