"""The markups: the same words in the same order, in eleven ways.

They share no class name, but for the three that are Drupal's.
"""

from __future__ import annotations

from tests.standin.markups.accordion import Accordion
from tests.standin.markups.base import Markup
from tests.standin.markups.bold import Bold
from tests.standin.markups.deflist import Deflist
from tests.standin.markups.drupal_core import DrupalCore
from tests.standin.markups.drupal_dkfds import DrupalDkfds
from tests.standin.markups.drupal_views import DrupalViews
from tests.standin.markups.messy import Messy
from tests.standin.markups.paragraphs import Paragraphs
from tests.standin.markups.table_left import TableLeft
from tests.standin.markups.table_top import TableTop
from tests.standin.markups.wrappers import Wrappers

MARKUPS: dict[str, Markup] = {
    markup.name: markup
    for markup in (
        Deflist(),
        TableLeft(),
        TableTop(),
        Wrappers(),
        Paragraphs(),
        Bold(),
        Accordion(),
        Messy(),
        DrupalCore(),
        DrupalViews(),
        DrupalDkfds(),
    )
}

__all__ = ["MARKUPS", "Markup"]
