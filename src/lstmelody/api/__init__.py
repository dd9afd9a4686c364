"""The web service: songs over HTTP, and the page that shows them. Begin at `app.py`."""
