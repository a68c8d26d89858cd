"""Whatever comes in, a result or an error that names an argument comes out."""

import importlib
import inspect
import pkgutil
import re
import warnings
from decimal import Decimal

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import convlib
from convlib import cnn, gradcheck, matrix, output_size, taps
from tests.convlib.cases import cases, layers, quick


def public_functions():
    """Find every function of convlib that takes arguments, in modules and in what they show."""
    found = []
    for entry in pkgutil.iter_modules(convlib.__path__):
        if entry.name.startswith("_"):
            continue
        module = importlib.import_module(f"convlib.{entry.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and inspect.signature(function).parameters:
                found.append(function)
    return found


FUNCTIONS = public_functions()

numbers = st.one_of(
    st.integers(-3, 9),
    st.sampled_from([2**31, 2**63, 2**64, 10**30, -(10**30)]),
    st.booleans(),
    st.floats(),
    st.floats(width=16),
    st.fractions(),
    st.decimals(),
    st.complex_numbers(),
    st.integers(-3, 9).map(np.int8),
    st.integers(0, 9).map(np.uint64),
)
odd = st.one_of(
    numbers,
    st.none(),
    st.text(max_size=3),
    st.sampled_from(
        ["same", "valid", "zeros", "reflect", "edge", "wrap", b"", {}, set(), object()]
    ),
    st.sampled_from([..., int, np.nan, np.array(3), np.arange(3), np.eye(2), np.array([None])]),
    st.sampled_from([np.array(["2024-01-01"], "M8[D]"), np.zeros(2, "i4,f4"), Decimal("sNaN")]),
)
TYPES = ["?", "i1", "u8", "i8", ">i4", "f2", "f4", "f8", "g", "c16", "S1", "U1", "m8[s]", "O"]
arrays = hnp.arrays(
    st.sampled_from(TYPES), hnp.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=3)
)
anything = st.recursive(odd, lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner))
sound = st.integers(1, 4) | st.lists(st.integers(1, 4), min_size=1, max_size=4)


def outcome(function, arguments):
    """Return the result, or the message of one of the two errors allowed; let others through."""
    call = inspect.signature(function).bind_partial()
    call.arguments.update(arguments)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            return function(*call.args, **call.kwargs), None
        except (ValueError, TypeError) as error:
            return None, str(error)
        except AssertionError as error:
            if function is not gradcheck.check_gradients:
                raise
            return error, None  # its answer where a gradient is wrong


def judge(function, arguments):
    """Return the result if there is one; else make sure that the message names an argument."""
    result, message = outcome(function, arguments)
    if message is not None:
        assert re.match(r"[a-z_]+", message)[0] in inspect.signature(function).parameters, message
        assert ": needs " in message
    else:
        for part in result if isinstance(result, tuple) else (result,):
            assert 0 not in np.shape(part) or function is taps
    return result


def drawn(function, name, strategy):
    """Return a strategy for this parameter; one that takes all the rest gets a tuple."""
    kind = inspect.signature(function).parameters[name].kind
    return st.tuples(strategy) if kind is inspect.Parameter.VAR_POSITIONAL else strategy


@settings(quick, max_examples=2000)
@given(st.sampled_from(FUNCTIONS), st.data())
def test_whatever_comes_gives_a_result_or_an_error_that_names_an_argument(function, data):
    parameters = inspect.signature(function).parameters
    first, *others = parameters
    some = data.draw(st.permutations(others))[: data.draw(st.integers(0, len(others)))]
    values = anything | arrays | sound | st.lists(numbers, min_size=1, max_size=4)
    arguments = {
        name: data.draw(drawn(function, name, values), label=name) for name in [first, *some]
    }
    for name, parameter in parameters.items():
        if parameter.default is parameter.empty and name not in arguments:
            arguments[name] = data.draw(drawn(function, name, sound), label=name)
    judge(function, arguments)


def sound_arguments(function, layer):
    """Return arguments made of this layer that the function takes, or nearly takes."""
    case, name = layer.case, function.__name__
    picture, kernel = layer.x[0, 0], layer.weight[0, 0]
    columns = matrix.im2col(layer.x, case.kernel, **case.options)
    if function.__module__ == "convlib.pooling":
        kernel = tuple(map(min, case.kernel, case.shape))
        window = {"x": layer.x, "kernel_size": kernel, "stride": case.stride}
        sizes = output_size(case.shape, kernel, case.stride)
        dy = np.ones((*layer.x.shape[:2], *sizes))
        return window | ({"dy": dy} if name.endswith("backward") else {})
    if function.__module__ == "convlib.activations":
        return {"x": picture} | ({"dy": picture} if name.endswith("backward") else {})
    return {
        "col2im": {"cols": columns, "input_shape": layer.x.shape, "kernel_size": case.kernel}
        | case.options,
        "conv2d": {"x": layer.x, "weight": layer.weight, "bias": layer.bias} | layer.options,
        "conv2d_backward": {"dy": layer.dy, "x": layer.x, "weight": layer.weight} | layer.options,
        "conv_matrix": {"weight": layer.weight, "input_shape": (layer.weight.shape[1], *case.shape)}
        | case.options,
        "conv_transpose2d": {"x": layer.dy, "weight": layer.weight, "groups": layer.groups},
        "convolve": {"x": picture, "w": kernel} | case.options,
        "correlate": {"x": picture, "w": kernel} | case.options,
        "cross_entropy": {"logits": picture, "labels": np.zeros(len(picture), int)},
        "flip": {"w": kernel},
        "im2col": {"x": layer.x, "kernel_size": case.kernel} | case.options,
        "numerical_gradient": {"f": np.sin, "x": picture, "dy": picture},
        "check_gradients": {
            "f": np.sin,
            "backward": lambda dy, x: dy * np.cos(x),
            "inputs": (picture,),
        },
    }[name]


ARRAYS = {"x", "dy", "w", "weight", "bias", "cols", "logits", "labels", "inputs"}
WITH_ARRAYS = [f for f in FUNCTIONS if ARRAYS & set(inspect.signature(f).parameters)]


@st.composite
def nearly(draw, value):
    """Draw an array like this one but for its axes, its sizes or its type."""
    axis = draw(st.integers(0, max(0, value.ndim - 1)))
    changes = [
        lambda: value[0],
        lambda: value[None],
        lambda: value.take([], axis),
        lambda: value.take(range(value.shape[axis] - 1), axis),
        lambda: value.repeat(2, axis),
        lambda: np.roll(value.T, 1, axis),
        lambda: value.astype(draw(st.sampled_from(TYPES))),
        lambda: np.ma.array(value),
        lambda: value * (2**62 + 1),
        lambda: np.where(value > 3, np.nan, value),
        lambda: value.tolist(),
    ]
    return draw(st.sampled_from(changes))()


@settings(quick, max_examples=1500)
@given(st.sampled_from(WITH_ARRAYS), layers(), st.data())
def test_one_odd_argument_among_sound_ones_gives_a_result_or_an_error_that_names_one(
    function, layer, data
):
    arguments = sound_arguments(function, layer)
    name = data.draw(st.sampled_from(list(inspect.signature(function).parameters)))
    values = anything | arrays | sound
    if isinstance(arguments.get(name), np.ndarray):
        values |= nearly(arguments[name])
    judge(function, arguments | {name: data.draw(drawn(function, name, values), label=name)})


@quick
@given(layers(forms=("valid",)))
def test_sound_arguments_are_taken_by_every_function(layer):
    for function in WITH_ARRAYS:
        result, message = outcome(function, sound_arguments(function, layer))
        assert message is None, (function, message)
        assert not isinstance(result, AssertionError)


NETWORK = {
    cnn.Conv2d: {"in_channels": 2, "out_channels": 2, "kernel_size": 2},
    cnn.Linear: {"in_features": 3, "out_features": 2},
    cnn.MaxPool2d: {"kernel_size": 2},
    cnn.AvgPool2d: {"kernel_size": 2},
    cnn.ReLU: {},
    cnn.Flatten: {},
}


@settings(quick, max_examples=600)
@given(st.sampled_from(list(NETWORK)), st.data())
def test_a_layer_of_a_network_takes_or_refuses_what_comes_there_and_back(kind, data):
    own = kind if kind in (cnn.Conv2d, cnn.Linear) else kind.functions[0]
    names = set(inspect.signature(own).parameters)
    arguments = dict(NETWORK[kind])
    odd_one = data.draw(st.sampled_from(["x", "dy", *sorted(names - {"x"})]))
    strange = data.draw(anything | arrays | sound, label=odd_one)
    x = np.ones((4, 3) if kind is cnn.Linear else (2, 2, 3, 3))
    if odd_one not in ("x", "dy"):
        arguments[odd_one] = strange

    def there_and_back():
        layer = kind(**arguments)
        y = layer(data.draw(st.just(strange) | nearly(x)) if odd_one == "x" else x)
        return layer.backward(strange if odd_one == "dy" else np.ones_like(y))

    result, message = outcome(there_and_back, {})
    if message is None:
        assert result.size
    else:
        assert re.match(r"[a-z_]+", message)[0] in names | {"x", "dy", "weight"}, message
        assert ": needs " in message


@settings(quick, max_examples=300)
@given(cases(), st.sampled_from(["stride", "dilation", "padding"]), anything)
@example(None, "stride", 0)
def test_one_odd_option_among_sound_ones_is_refused_or_understood(case, name, value):
    shape, kernel, options = (5, 5), (2, 2), {"stride": 1}
    if case is not None:
        shape, kernel, options = case.shape, case.kernel, case.options
    options |= {name: value}
    found, message = outcome(taps, {"input_shape": shape, "kernel_shape": kernel} | options)
    if message is None:
        assert (found[0] < output_size(shape, kernel, **options)).all()
        assert len(found[0]) == len(found[1]) == len(found[2])
    else:
        assert message.split(":")[0] in (name, "padding", "kernel_shape", "input_shape")


def test_every_public_function_is_thrown_at():
    shown = {getattr(convlib, name) for name in convlib.__all__}
    thrown = {f for f in shown if inspect.isfunction(f) and inspect.signature(f).parameters}
    assert thrown <= set(FUNCTIONS)
    assert len(FUNCTIONS) > 30
