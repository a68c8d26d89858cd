"""Figures and widgets of the book. Imports convlib; convlib knows nothing of it."""

from convviz.cnn import Cnn
from convviz.figures import Picture, use_style
from convviz.plots import area_of_product
from convviz.slide import Slide

__all__ = ["Cnn", "Picture", "Slide", "area_of_product", "use_style"]
