"""Figures and widgets of the book. Imports convlib; convlib knows nothing of it."""

from convviz.blocks import who_sees_whom
from convviz.channels import Channels
from convviz.cnn import Cnn
from convviz.curves import curves
from convviz.fields import influence
from convviz.figures import Picture, use_style
from convviz.filters import Filters
from convviz.flow import flow
from convviz.gradients import Gradients
from convviz.lessons import lessons
from convviz.matrix import Matrix
from convviz.photo import photograph
from convviz.places import places
from convviz.plots import area_of_product
from convviz.pooling import Pooling
from convviz.prints import side_by_side
from convviz.shades import shades
from convviz.signals import Signals
from convviz.sizes import Sizes
from convviz.slide import Slide
from convviz.stamps import stamps

__all__ = [
    "Channels",
    "Cnn",
    "Filters",
    "Gradients",
    "Matrix",
    "Picture",
    "Pooling",
    "Signals",
    "Sizes",
    "Slide",
    "area_of_product",
    "curves",
    "flow",
    "influence",
    "lessons",
    "photograph",
    "places",
    "shades",
    "side_by_side",
    "stamps",
    "use_style",
    "who_sees_whom",
]
