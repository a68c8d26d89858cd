"""Figures and widgets of the book. Imports convlib; convlib knows nothing of it."""

from convviz.figures import Picture, use_style
from convviz.plots import area_of_product
from convviz.sizes import Sizes
from convviz.slide import Slide

__all__ = ["Picture", "Sizes", "Slide", "area_of_product", "use_style"]
