"""Figures and widgets of the book. Imports convlib; convlib knows nothing of it."""

from convviz.figures import Picture, use_style
from convviz.plots import area_of_product
from convviz.signals import Signals
from convviz.slide import Slide

__all__ = ["Picture", "Signals", "Slide", "area_of_product", "use_style"]
