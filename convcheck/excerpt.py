"""The cells of a notebook that one name stands on, found without running any.

Where a whole notebook cannot be run to its end, the excerpt keeps what ended it from costing the
answers of the other cells.
"""

import ast
import symtable
from collections.abc import Iterator, Sequence


def plain_source(cell: str) -> str:
    """A cell as Python reads it: without the lines that only a notebook understands."""
    try:
        ast.parse(cell)
    except SyntaxError:
        lines = cell.split("\n")
        return "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in lines)
    return cell


def excerpt(cells: Sequence[str], name: str) -> list[str]:
    """Return the cells that bind `name`, those that bind what these use, and so on, in order."""
    found = [_names(cell) for cell in cells]
    wanted, kept = {name}, set[int]()
    while grown := {n for n, (bound, _) in enumerate(found) if bound & wanted} - kept:
        kept |= grown
        wanted |= {used for n in grown for used in found[n][1]}
    return [cells[n] for n in sorted(kept)]


def _names(cell: str) -> tuple[set[str], set[str]]:
    """What a cell binds for other cells, and what it may use of theirs."""
    try:
        table = symtable.symtable(plain_source(cell), "answer", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set(), set()
    bound = {
        symbol.get_name()
        for symbol in table.get_symbols()
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
    }
    return bound, {symbol.get_name() for symbol in table.get_symbols()} | set(_global(table))


def _global(table: symtable.SymbolTable) -> Iterator[str]:
    """The names that functions take from outside, and not their own."""
    for inner in table.get_children():
        yield from (symbol.get_name() for symbol in inner.get_symbols() if symbol.is_global())
        yield from _global(inner)
