"""A mirror of Digitaliseringskataloget: fetch, read, keep every change, publish."""

__version__ = "0.1.0"
