import json
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.special import logsumexp

from convlib.cnn import (
    SGD,
    AvgPool2d,
    Conv2d,
    Flatten,
    Layer,
    Linear,
    MaxPool2d,
    ReLU,
    Sequential,
    cross_entropy,
)
from convlib.gradcheck import numerical_gradient

VECTORS = json.loads(
    (Path(__file__).parent / "vectors" / "torch_cnn.json").read_text(encoding="utf-8")
)


def every_layer(dtype="float64", rng=0):
    """Build the network of make_cnn_vectors.py: each kind of layer, unusual options."""
    draw = np.random.default_rng(rng)
    return Sequential(
        Conv2d(
            2, 4, (3, 2), stride=(1, 2), padding=1, dilation=(1, 2), groups=2, rng=draw, dtype=dtype
        ),
        ReLU(),
        MaxPool2d(3, stride=2, padding=1),
        Conv2d(4, 3, 2, bias=False, rng=draw, dtype=dtype),
        AvgPool2d(2, stride=1),
        Flatten(),
        Linear(3, 3, rng=draw, dtype=dtype),
    )


def example(dtype="float64"):
    return np.array(VECTORS["x"], dtype), np.array(VECTORS["labels"])


def filled(network, weights):
    for name, entry in network.parameters.items():
        entry[...] = weights[name]
    return network


def all_equal(one, other):
    return one.keys() == other.keys() and all((one[name] == other[name]).all() for name in one)


def test_three_steps_of_training_are_pytorchs():
    network, (x, labels) = filled(every_layer(), VECTORS["weights"]), example()
    assert list(network.parameters) == list(VECTORS["weights"])
    descent = SGD(network, lr=0.1, momentum=0.9)
    assert len(VECTORS["steps"]) == 3
    close = {"rtol": 1e-12, "atol": 1e-12}
    for step in VECTORS["steps"]:
        logits = network(x)
        loss, dlogits = cross_entropy(logits, labels)
        dx = network.backward(dlogits)
        descent.step()
        assert loss == pytest.approx(step["loss"], rel=1e-12)
        np.testing.assert_allclose(logits, step["logits"], **close)
        np.testing.assert_allclose(dx, step["dx"], **close)
        for found, kind in [(network.gradients, "gradients"), (network.parameters, "weights")]:
            assert list(found) == list(step[kind])
            for name, entry in found.items():
                np.testing.assert_allclose(entry, step[kind][name], **close, err_msg=name)


def test_every_gradient_of_a_network_is_that_of_finite_differences():
    network, (x, labels) = every_layer(rng=1), example()

    def loss_with(entry, values):
        kept = entry.copy()
        entry[...] = values
        loss = cross_entropy(network(x), labels)[0]
        entry[...] = kept
        return loss

    dx = network.backward(cross_entropy(network(x), labels)[1])
    found = dict(network.gradients)
    assert sum(entry.size for entry in found.values()) == 24 + 4 + 48 + 9 + 3
    for name, entry in network.parameters.items():
        slope = numerical_gradient(lambda values, entry=entry: loss_with(entry, values), entry)
        np.testing.assert_allclose(found[name], slope, rtol=1e-6, atol=1e-9, err_msg=name)
    slope = numerical_gradient(lambda values: cross_entropy(network(values), labels)[0], x)
    np.testing.assert_allclose(dx, slope, rtol=1e-6, atol=1e-9)


def test_cross_entropy_by_hand():
    """Scores 0 and log 3 are chances of 1/4 and 3/4; the labels name the first, then the second."""
    loss, dlogits = cross_entropy([[0, np.log(3)], [0, np.log(3)]], [0, 1])
    assert loss == pytest.approx((np.log(4) + np.log(4 / 3)) / 2)
    np.testing.assert_allclose(dlogits, [[-0.375, 0.375], [0.125, -0.125]], rtol=1e-12)


def test_cross_entropy_is_logsumexp_less_the_score_of_the_label():
    rng = np.random.default_rng(5)
    logits, labels = rng.normal(scale=300, size=(40, 7)), rng.integers(0, 7, 40)
    loss, dlogits = cross_entropy(logits, labels)
    by_row = logsumexp(logits, axis=1) - logits[np.arange(40), labels]
    assert loss == pytest.approx(by_row.mean(), rel=1e-12)
    np.testing.assert_allclose(dlogits.sum(axis=1), 0, atol=1e-15)
    gentle = logits / 300
    dlogits = cross_entropy(gentle, labels)[1]
    slope = numerical_gradient(lambda scores: cross_entropy(scores, labels)[0], gentle)
    np.testing.assert_allclose(dlogits, slope, rtol=1e-6, atol=1e-9)


def test_cross_entropy_of_huge_scores_neither_overflows_nor_forgets():
    loss, dlogits = cross_entropy(np.array([[1e4, 0.0]], np.float32), [1])
    assert loss == 1e4
    assert dlogits.tolist() == [[1, -1]]
    assert dlogits.dtype == np.float32


def test_descent_with_momentum_by_hand():
    """Gradients 1, 2, 4 at lr 1/2 and momentum 1/2 make velocities 1, 2.5, 5.25."""
    layer = Linear(1, 1, bias=False, rng=0)
    layer.parameters["weight"][...] = 10
    descent = SGD(layer, lr=0.5, momentum=0.5)
    weights = []
    for gradient in (1, 2, 4):
        layer([[1]])
        layer.backward([[gradient]])
        descent.step()
        weights.append(layer.parameters["weight"].item())
    assert weights == [9.5, 8.25, 5.625]


def test_descent_without_momentum_forgets_the_last_gradient():
    layer = Linear(1, 1, bias=False, rng=0)
    layer.parameters["weight"][...] = 10
    descent = SGD(layer, lr=0.5)
    for gradient in (1, 2):
        layer([[1]])
        layer.backward([[gradient]])
        descent.step()
    assert layer.parameters["weight"].item() == 10 - 0.5 - 1


@pytest.mark.parametrize(
    ("layer", "inputs", "shapes"),
    [
        (Conv2d(6, 40, (5, 3), groups=2, rng=1), 3 * 5 * 3, [(40, 3, 5, 3), (40,)]),
        (Linear(50, 90, rng=1), 50, [(90, 50), (90,)]),
    ],
)
def test_first_weights_fill_plus_minus_one_over_the_root_of_the_inputs(layer, inputs, shapes):
    assert [entry.shape for entry in layer.parameters.values()] == shapes
    bound = 1 / np.sqrt(inputs)
    for entry in layer.parameters.values():
        assert entry.dtype == np.float32
        assert 0.9 * bound < np.abs(entry).max() <= np.float32(bound)
        assert entry.min() < 0 < entry.max()
    weight = layer.parameters["weight"]
    assert weight.std() == pytest.approx(bound / np.sqrt(3), rel=0.05)


def test_the_seed_fixes_the_weights_and_a_generator_goes_on():
    one, same, other = (Linear(3, 2, rng=seed).parameters for seed in (7, 7, 8))
    assert all_equal(one, same)
    assert not all_equal(one, other)
    draw = np.random.default_rng(7)
    assert all_equal(one, Linear(3, 2, rng=draw).parameters)
    assert not all_equal(one, Linear(3, 2, rng=draw).parameters)
    assert not all_equal(Linear(3, 2).parameters, Linear(3, 2).parameters)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_network_stays_in_the_type_of_its_weights(dtype):
    network, (x, labels) = every_layer(dtype), example(dtype)
    loss, dlogits = cross_entropy(network(x), labels)
    dx = network.backward(dlogits)
    SGD(network, 0.1, 0.9).step()
    assert isinstance(loss, float)
    found = [dx, dlogits, *network.gradients.values(), *network.parameters.values()]
    assert {entry.dtype.name for entry in found} == {dtype}


def test_a_network_changes_neither_its_input_nor_what_comes_back():
    network, (x, labels) = every_layer(), example()
    before = x.copy(), labels.copy(), {n: e.copy() for n, e in network.parameters.items()}
    logits = network(x)
    kept = logits.copy()
    _, dlogits = cross_entropy(logits, labels)
    kept_slope = dlogits.copy()
    network.backward(dlogits)
    assert (x == before[0]).all()
    assert (labels == before[1]).all()
    assert all_equal(network.parameters, before[2])
    assert (logits == kept).all()
    assert (dlogits == kept_slope).all()


def test_a_network_in_a_network_names_its_arrays_by_both_places():
    inner = Sequential(ReLU(), Linear(3, 3, rng=2))
    network = Sequential(Linear(4, 3, rng=1), inner)
    assert list(network.parameters) == ["0.weight", "0.bias", "1.1.weight", "1.1.bias"]
    network(np.ones((2, 4)))
    network.backward(np.ones((2, 3)))
    assert network.gradients["1.1.bias"].tolist() == [2, 2, 2]
    SGD(network, lr=1).step()
    assert (inner.parameters["1.bias"] == Linear(3, 3, rng=2).parameters["bias"] - 2).all()


def test_the_batch_stays_last_in_memory_from_layer_to_layer():
    network, (x, labels) = every_layer(), example()
    dlogits = cross_entropy(network(x), labels)[1]
    maps = [layer.y for layer in network.layers]
    slopes = [dlogits]
    for layer in reversed(network.layers):
        slopes.append(layer.backward(slopes[-1]))
    for found in maps + slopes[1:]:
        assert found.strides[0] == found.itemsize


def test_a_layer_keeps_what_went_in_and_what_came_out():
    network, (x, _) = every_layer(), example()
    y = network(x)
    assert network.layers[0].x is x
    assert network.layers[-1].y is y
    for one, other in pairwise(network.layers):
        assert other.x is one.y


def test_saved_weights_load_again_into_a_network_of_the_same_shapes(tmp_path):
    one, other, (x, _) = every_layer("float32"), every_layer("float32", rng=9), example()
    path = tmp_path / "weights"
    one.save(path)
    held = other.parameters["0.weight"]
    assert not all_equal(one.parameters, other.parameters)
    other.load(path)
    assert all_equal(one.parameters, other.parameters)
    assert other.layers[0].parameters["weight"] is held
    assert (one(x) == other(x)).all()
    again = tmp_path / "again"
    other.save(str(again))
    assert again.read_bytes() == path.read_bytes()


def written(path, *weights):
    with open(path, "wb") as file:
        np.savez(file, **{f"{place}.weight": found for place, found in enumerate(weights)})


def damaged(path, good, bad):
    """Say in the zip's own words that it is of a version nobody knows."""
    written(path, np.ones((2, 3)))
    path.write_bytes(path.read_bytes().replace(good, bad))


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (lambda path: path.write_bytes(b""), "path: needs a file that save has written; got"),
        (lambda path: path.write_text("{}"), "path: needs a file that save has written; got"),
        (lambda path: np.save(path.open("wb"), np.ones(3)), "path: needs a file that save"),
        (lambda path: path.write_bytes(b"PK\x03\x04" + bytes(50)), "path: needs a file that save"),
        (lambda path: written(path, np.array([{}])), "path: needs a file that save has written"),
        (
            lambda path: written(path),
            "path: needs floats of the shapes {'0.weight': (2, 3)}; got {}",
        ),
        (lambda path: written(path, np.ones((3, 2))), "path: needs floats of the shapes"),
        (lambda path: written(path, np.ones((1, 3))), "path: needs floats of the shapes"),
        (lambda path: written(path, np.ones((2, 3), int)), "path: needs floats of the shapes"),
        (lambda path: written(path, np.ones((2, 3)), np.ones(2)), "path: needs floats of the"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_and_changes_nothing(tmp_path, write, words):
    layer = Sequential(Linear(3, 2, bias=False, rng=0))
    path = tmp_path / "weights.npz"
    write(path)
    before = layer.parameters["0.weight"].copy()
    with pytest.raises(ValueError, match="^" + re.escape(words)):
        layer.load(path)
    assert (layer.parameters["0.weight"] == before).all()


def test_a_file_that_is_missing_is_the_systems_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        Sequential().load(tmp_path / "none")


def linear(**options):
    return Linear(3, 2, rng=0, **options)


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (lambda: Conv2d(0, 1, 3), ValueError, "in_channels, out_channels: needs a whole number"),
        (lambda: Conv2d(1, 1.5, 3), TypeError, "in_channels, out_channels: needs a whole number"),
        (lambda: Conv2d(1, 1, (3, 3, 3)), ValueError, "kernel_size: needs a whole number"),
        (lambda: Conv2d(3, 4, 3, groups=2), ValueError, "groups: needs to divide"),
        (lambda: Conv2d(1, 1, 3, bias=None), TypeError, "bias: needs True or False; got None"),
        (
            lambda: Conv2d(1, 1, 3, rng="a"),
            TypeError,
            "rng: needs a seed or a NumPy Generator; got 'a'",
        ),
        (
            lambda: Conv2d(1, 1, 3, rng=-1),
            ValueError,
            "rng: needs a seed or a NumPy Generator; got -1",
        ),
        (lambda: Conv2d(1, 1, 3, dtype="int8"), ValueError, "dtype: needs one of float32, float64"),
        (lambda: Conv2d(2**20, 2**20, 3), ValueError, "weight: needs to ask for at most"),
        (lambda: Conv2d(1, 1, 3)(np.ones((1, 2, 5, 5))), ValueError, "x: needs 1 channels, as"),
        (lambda: Conv2d(1, 1, 3, stride=0)(np.ones((1, 1, 5, 5))), ValueError, "stride: needs"),
        (lambda: Linear(3, 0), ValueError, "out_features, in_features: needs a whole number"),
        (lambda: linear()(np.ones((4, 2))), ValueError, "x: needs shape (4, 3); got (4, 2)"),
        (lambda: linear()(np.ones(3)), ValueError, "x: needs 2 axes; got shape (3,)"),
        (lambda: linear()(None), TypeError, "x: needs an array of numbers; got None"),
        (lambda: linear().backward([[1]]), ValueError, "backward: needs a call of the layer"),
        (lambda: Sequential(ReLU(), 3), TypeError, "layers: needs layers such as ReLU(); got"),
        (lambda: Sequential(ReLU), TypeError, "layers: needs layers such as ReLU(); got"),
        (lambda: MaxPool2d(9)(np.ones((1, 1, 5, 5))), ValueError, "kernel_size: needs to fit"),
        (lambda: cross_entropy([1, 2], [0]), ValueError, "logits: needs 2 axes; got shape (2,)"),
        (
            lambda: cross_entropy([[1, 2]], [2]),
            ValueError,
            "labels: needs whole numbers from 0 to 1",
        ),
        (lambda: cross_entropy([[1, 2]], [-1]), ValueError, "labels: needs whole numbers from 0"),
        (lambda: cross_entropy([[1, 2]], [1.0]), ValueError, "labels: needs whole numbers from 0"),
        (lambda: cross_entropy([[1, 2]], [True]), ValueError, "labels: needs whole numbers from 0"),
        (lambda: cross_entropy([[1, 2]], [0, 1]), ValueError, "labels: needs shape (1,); got (2,)"),
        (lambda: SGD(linear(), -1), ValueError, "lr: needs a number of at least 0; got -1"),
        (lambda: SGD(linear(), np.nan), ValueError, "lr: needs a number of at least 0; got nan"),
        (lambda: SGD(linear(), 1, "1"), TypeError, "momentum: needs a number of at least 0"),
        (lambda: SGD(ReLU, 1), TypeError, "network: needs a layer; got"),
        (lambda: SGD(linear(), 1).step(), ValueError, "step: needs a backward before it"),
    ],
)
def test_a_refusal_names_the_argument_and_says_what_it_needs(call, kind, words):
    with pytest.raises((ValueError, TypeError)) as caught:
        call()
    assert caught.type is kind
    assert str(caught.value).startswith(words)


@pytest.mark.parametrize("kind", [Linear, Flatten, ReLU, MaxPool2d, AvgPool2d, Conv2d, Sequential])
def test_a_gradient_of_the_wrong_shape_is_refused(kind):
    arguments = {Linear: (3, 2), MaxPool2d: (2,), AvgPool2d: (2,), Conv2d: (1, 1, 2)}.get(kind, ())
    layer = kind(*([ReLU()] if kind is Sequential else arguments))
    y = layer(np.ones((4, 3)) if kind is Linear else np.ones((4, 1, 3, 3)))
    assert isinstance(layer, Layer)
    wrong = np.ones((*y.shape[:-1], y.shape[-1] + 1))
    with pytest.raises(
        ValueError, match=re.escape(f"dy: needs shape {y.shape}; got {wrong.shape}")
    ):
        layer.backward(wrong)


def test_one_layer_stands_at_one_place_since_it_remembers_one_call():
    shared = ReLU()
    with pytest.raises(ValueError, match=r"^layers: needs a new layer at each place"):
        Sequential(Linear(3, 3, rng=0), shared, Linear(3, 3, rng=1), shared)


def test_whole_scores_and_narrow_gradients_do_not_wrap():
    loss, dlogits = cross_entropy(np.array([[0, 255]], np.uint8), [0])
    assert loss == pytest.approx(255)
    assert dlogits.tolist() == [[-1, 1]]
    layer = Linear(1, 1, bias=False, rng=0)
    layer(np.array([[200]], np.uint8))
    layer.backward(np.array([[2]], np.uint8))
    assert layer.gradients["weight"].tolist() == [[400]]


def test_a_first_layer_spares_its_input_gradient_only_when_told():
    x, dy = np.ones((2, 1, 4, 4)), np.ones((2, 3, 2, 2))
    network = Sequential(Conv2d(1, 3, 3, rng=0))
    network(x)
    assert network.backward(dy).shape == x.shape
    kept = network.gradients
    assert network.backward(dy, input_gradient=False) is None
    assert all((network.gradients[name] == kept[name]).all() for name in kept)
