"""Figures and widgets of the book. Imports convlib; convlib knows nothing of it."""

from convviz.figures import Picture, use_style
from convviz.matrix import Matrix
from convviz.plots import area_of_product
from convviz.slide import Slide

__all__ = ["Matrix", "Picture", "Slide", "area_of_product", "use_style"]
