"""The tasks of the book, by name."""

from convcheck.bank import backward, channels, layer, matrix, pooling, sizes, sliding
from convcheck.task import Task

_SUBJECTS = (sliding, sizes, channels, layer, backward, pooling, matrix)

TASKS: dict[str, Task] = {task.name: task for subject in _SUBJECTS for task in subject.TASKS}
