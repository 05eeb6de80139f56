"""Datasette's templates in Danish, and the filters and functions of our own."""

from pathlib import Path

from datasette.filters import Filters
from jinja2 import BaseLoader

import datasette as library
from datasette import hookimpl
from scraper.room.danish import LOOKUPS, TEMPLATES, in_danish
from scraper.room.exports import links
from scraper.room.guards import NONCE
from scraper.room.words import FILTERS, FUNCTIONS

ITS_OWN = Path(library.__file__).parent


class Danish(BaseLoader):
    """Loads what another loader does, Datasette's own templates in Danish."""

    def __init__(self, loader):
        """Take the loader to load with."""
        self.loader = loader

    def get_source(self, environment, template):
        """Give a template's source."""
        source, file, fresh = self.loader.get_source(environment, template)
        if file and Path(file).is_relative_to(ITS_OWN):
            source = in_danish(source, TEMPLATES.get(Path(file).name, ()))
        return source, file, fresh

    def list_templates(self):
        """Give the names of all templates."""
        return self.loader.list_templates()


@hookimpl
def prepare_jinja2_environment(env):
    """Put the Danish loader before Datasette's, and ours among the filters."""
    env.loader = Danish(env.loader)
    env.filters |= FILTERS
    env.globals |= {**FUNCTIONS, "filformer": links, "csp_nonce": NONCE.get}
    for each in Filters._filters:
        each.display = LOOKUPS.get(each.display, each.display)
