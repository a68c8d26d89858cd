"""Figures and widgets of the book. Imports convlib; convlib knows nothing of it."""

from convviz.figures import Picture, use_style
from convviz.filters import Filters
from convviz.plots import area_of_product
from convviz.slide import Slide

__all__ = ["Filters", "Picture", "Slide", "area_of_product", "use_style"]
