"""The network that reads digits: how well, how surely, and what it writes."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from convlib.cnn import Flatten, Linear, Sequential
from convviz.digits import Digits, Trained, accuracy, digits, figure, network, train
from convviz.plots import learned
from convviz.train_digits import main
from tests.convviz.drawing import drawn

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def data() -> Digits:
    return digits(0)


@pytest.fixture(scope="module")
def trained(data: Digits) -> Trained:
    return train(data, progress=iter)


def test_it_reads_at_least_97_of_a_hundred_digits_it_has_not_seen(
    data: Digits, trained: Trained
) -> None:
    assert trained.accuracies[-1] >= 0.97
    assert trained.accuracies[0] < trained.accuracies[-1]
    assert trained.losses[-1] < trained.losses[0] / 5
    found = accuracy(trained.network, data.held_out_x, data.held_out_labels)
    assert found == trained.accuracies[-1]
    by_hand = [trained.network(x[None]).argmax() for x in data.held_out_x]
    assert np.mean(by_hand == data.held_out_labels) == found


def test_a_network_that_has_not_learned_reads_like_one_who_guesses(data: Digits) -> None:
    assert accuracy(network(0), data.held_out_x, data.held_out_labels) < 0.3


def test_no_filter_of_the_first_layer_has_died(data: Digits, trained: Trained) -> None:
    trained.network(data.held_out_x)
    assert (trained.network.layers[1].y.max(axis=(0, 2, 3)) > 0.1).all()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    contents = []
    for run, seed in enumerate((1, 1, 2)):
        path = tmp_path / f"{run}"
        train(digits(seed), epochs=2, seed=seed, progress=iter).network.save(path)
        contents.append(path.read_bytes())
    assert contents[0] == contents[1] != contents[2]


def test_the_digits_are_split_once_by_the_seed_and_each_kind_alike(data: Digits) -> None:
    assert data.x.shape == (1437, 1, 8, 8)
    assert data.held_out_x.shape == (360, 1, 8, 8)
    assert data.x.dtype == np.float32
    assert (data.x.min(), data.x.max()) == (0, 1)
    counts = np.bincount(data.held_out_labels)
    assert len(counts) == 10
    assert counts.min() >= 34
    same, other = digits(0), digits(1)
    assert (same.held_out_x == data.held_out_x).all()
    assert (other.held_out_x != data.held_out_x).any()
    seen = {x.tobytes() for x in data.x}
    assert len(seen) == 1437
    assert not seen & {x.tobytes() for x in data.held_out_x}


def test_training_leaves_the_digits_as_they_were() -> None:
    data, fresh = digits(3), digits(3)
    train(data, epochs=1, progress=iter)
    for name, entry in vars(data).items():
        assert (entry == getattr(fresh, name)).all()


def test_the_network_is_small_enough_to_go_into_a_page(trained: Trained) -> None:
    sizes = [entry.size for entry in trained.network.parameters.values()]
    assert sum(sizes) == 80 + 2336 + 1290
    assert {entry.dtype.name for entry in trained.network.parameters.values()} == {"float32"}


def test_the_progress_asked_for_wraps_the_epochs(data: Digits) -> None:
    seen: list[int] = []

    def progress(epochs: Iterable[int]) -> Iterable[int]:
        for epoch in epochs:
            seen.append(epoch)
            yield epoch

    found = train(data, epochs=2, progress=progress)
    assert seen == [0, 1]
    assert len(found.losses) == len(found.accuracies) == 2


def test_another_network_is_trained_in_the_same_way(data: Digits) -> None:
    found = train(
        data, 2, progress=iter, build=lambda rng: Sequential(Flatten(), Linear(64, 10, rng=rng))
    )
    assert list(found.network.parameters) == ["1.weight", "1.bias"]
    assert found.accuracies[-1] > 0.8
    assert accuracy(found.network, data.held_out_x, data.held_out_labels) == found.accuracies[-1]


def test_no_epoch_is_refused(data: Digits) -> None:
    with pytest.raises(ValueError, match="epochs: needs a whole number of at least 1; got 0"):
        train(data, epochs=0)


def test_the_figure_shows_every_filter_and_map_and_says_so(data: Digits, trained: Trained) -> None:
    picture = figure(trained, data.held_out_x[0])
    assert f"to {trained.accuracies[-1]:.1%}." in picture.alt
    assert picture.alt.startswith("8 filters of 3 by 3 weights")
    for role in ("input", "kernel", "output", "gradient"):
        assert f"var(--cv-{role}, " in picture.svg
    lit = trained.network.layers[1].y[0] > 0.02 * trained.network.layers[1].y.max()
    marks = (style for element, style in drawn(picture.svg) if element.tag == "use")
    green = [style for style in marks if "fill: var(--cv-output," in style]
    assert len(green) == lit.sum() + 1  # the last point of the accuracy
    assert len(picture.svg) < 150_000


def test_a_picture_that_lights_no_map_is_drawn_too() -> None:
    filters, digit, maps = np.ones((2, 3, 3)), np.zeros((8, 8)), np.zeros((2, 8, 8))
    with np.errstate(all="raise"):
        picture = learned(filters, digit, maps, [2.0, 1.0], [0.1, 0.5])
    assert "2 filters" in picture.alt
    assert "from 10.0% to 50.0%" in picture.alt


def test_the_command_writes_weights_that_read_as_well_and_a_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: Digits
) -> None:
    weights, drawn = tmp_path / "weights.npz", tmp_path / "learned.svg"
    names = ["--weights", str(weights), "--figure", str(drawn)]
    main(["--epochs", "2", "--seed", "0", "--quiet", *names])
    told = capsys.readouterr()
    assert told.err == ""
    loaded = network(5)
    loaded.load(weights)
    found = accuracy(loaded, data.held_out_x, data.held_out_labels)
    assert told.out == f"3,706 parameters read {found:.2%} of 360 held-out digits\n"
    svg = ElementTree.fromstring(drawn.read_text("utf-8"))
    assert svg.tag == "{http://www.w3.org/2000/svg}svg"
    assert "8 filters" in svg.attrib["aria-label"]
    assert "prefers-color-scheme: dark" in drawn.read_text("utf-8")


def test_the_command_shows_its_progress_unless_it_is_to_be_quiet() -> None:
    command = [sys.executable, "-m", "convviz.train_digits", "--epochs", "1"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "1/1" in run.stderr
    assert run.stdout.startswith("3,706 parameters read ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--epochs", "0"], "argument --epochs: needs a whole number from 1 to 10000; got '0'"),
        (["--epochs", "two"], "argument --epochs: needs a whole number from 1 to 10000"),
        (["--seed", "-1"], "argument --seed"),
        (["--seed", "4294967296"], "argument --seed: needs a whole number from 0 to 4294967295"),
        (
            ["--weights", "none/w.npz"],
            "--weights: needs a .npz file in a directory that exists; got 'n",
        ),
        (["--weights", "."], "argument --weights: needs a .npz file in a directory that exists"),
        (["--figure", "f.png"], "argument --figure: needs a .svg file in a directory that exists"),
        (
            ["--figure", "none/f.svg"],
            "argument --figure: needs a .svg file in a directory that exists",
        ),
    ],
)
def test_the_command_refuses_before_it_learns(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert words in capsys.readouterr().err
