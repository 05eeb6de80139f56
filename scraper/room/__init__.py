"""The reading room: what our own pages in Datasette show, and how they are asked for."""
