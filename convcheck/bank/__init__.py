"""The tasks of the book, by name."""

from convcheck.bank import (
    backward,
    channels,
    layer,
    learned,
    matrix,
    parameters,
    pictures,
    pooling,
    pooling_back,
    receptive,
    sizes,
    sliding,
    transposed,
)
from convcheck.task import Task

_SUBJECTS = (
    *(sliding, pictures, sizes, receptive, channels, parameters, layer, backward, learned),
    *(pooling, pooling_back, matrix, transposed),
)

TASKS: dict[str, Task] = {task.name: task for subject in _SUBJECTS for task in subject.TASKS}
