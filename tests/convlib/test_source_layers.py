"""What the source documents teach about layers and their way back, printed formulas in plain loops.

The letters are the printed ones. Their sums lay the kernel on the picture unflipped: ω' and W are
kernels of the cross-correlation. δ is the gradient of the loss in a layer's sum.
"""

from itertools import product
from math import exp

import numpy as np
import pytest
import sympy

from convlib import (
    conv2d,
    conv2d_backward,
    convolve,
    correlate,
    flip,
    max_pool2d,
    max_pool2d_backward,
    numerical_gradient,
    sigmoid,
    sigmoid_backward,
    taps,
)


@pytest.fixture
def whole():
    """Return a source of whole numbers that each test begins anew."""
    rng = np.random.default_rng(5)
    return lambda *shape, least=-9: rng.integers(least, 10, shape)


def cells(*sizes):
    return product(*map(range, sizes))


def one(picture):
    """Return a picture as a batch of one with one channel, or a kernel as one of one slice."""
    return np.asarray(picture)[None, None]


def sigma(z):
    return 1 / (1 + exp(-z))


def slope(z):
    """Return σ'(z)."""
    return sigma(z) * (1 - sigma(z))


def at(delta, i, j):
    """Return δ_ij, which is 0 outside its range."""
    inside = 0 <= i < delta.shape[0] and 0 <= j < delta.shape[1]
    return delta[i, j] if inside else 0


def test_a_layer_is_a_correlation_a_bias_and_an_activation(whole):
    """S0.1, z_ij = Σ_m Σ_n a_{i+m, j+n} ω'_mn + b_ij and a = σ(z), one bias for each position.

    The printed braces hold b as well: read so, it would be added once for each cell of ω'.
    """
    a, omega, b = whole(4, 5), whole(2, 3), whole(3, 3)
    z, braces = np.zeros((3, 3), int), np.zeros((3, 3), int)
    for i, j in cells(3, 3):
        for m, n in cells(2, 3):
            z[i, j] += a[i + m, j + n] * omega[m, n]
            braces[i, j] += a[i + m, j + n] * omega[m, n] + b[i, j]
        z[i, j] += b[i, j]
    assert (conv2d(one(a), one(omega))[0, 0] + b == z).all()
    assert (braces - z == (2 * 3 - 1) * b).all()
    by_hand = [[sigma(z[i, j] / 99) for j in range(3)] for i in range(3)]
    np.testing.assert_allclose(sigmoid(z / 99), by_hand, rtol=1e-14)


def test_the_batch_form_convolves_with_the_flipped_kernel(whole):
    """S0.1, Aˡ = σ(Aˡ⁻¹ * Wˡ + Bˡ): `*` is the convolution, so W is ω' flipped."""
    A, W, B = whole(3, 4, 5) / 9, whole(2, 3) / 9, whole(3, 3) / 9
    expected = np.empty((3, 3, 3))
    for image, i, j in cells(3, 3, 3):
        z = B[i, j]
        for m, n in cells(2, 3):
            z += A[image, i + m, j + n] * W[2 - 1 - m, 3 - 1 - n]
        expected[image, i, j] = sigma(z)
    omega = flip(W)
    layer = sigmoid(conv2d(A[:, None], one(omega))[:, 0] + B)
    np.testing.assert_allclose(layer, expected, rtol=1e-13)
    same = [sigmoid(convolve(image, W) + B) for image in A]
    np.testing.assert_allclose(same, expected, rtol=1e-13)


class TwoLayers:
    """z1 = a0 ⊗ w1 + b1, a1 = σ(z1), z2 = a1 ⊗ w2 + b2, and the loss Σ r · σ(z2)."""

    def __init__(self, whole):
        self.a0, self.w1, self.b1 = whole(6, 5) / 9, whole(3, 2) / 9, whole(4, 4) / 9
        self.w2, self.b2, self.r = whole(2, 3) / 9, whole(3, 2) / 9, whole(3, 2)
        self.z1 = correlate(self.a0, self.w1) + self.b1
        self.a1 = sigmoid(self.z1)
        self.z2 = self.second(self.a1, self.w2)
        self.delta2 = self.r * np.vectorize(slope)(self.z2)

    def second(self, a1, w2):
        return correlate(a1, w2) + self.b2

    def loss(self, z2):
        return (self.r * sigmoid(z2)).sum()


def test_the_error_goes_back_as_a_full_correlation_through_the_flipped_kernel(whole):
    """S0.5, δˡ_ij = Σ_x Σ_y δˡ⁺¹_xy ω'_{i−x, j−y} σ'(zˡ_ij) = Σ_m Σ_n δˡ⁺¹_{i−m, j−n} ω'_mn σ'."""
    net = TwoLayers(whole)
    by_offset, by_output = np.zeros((4, 4)), np.zeros((4, 4))
    for i, j in cells(4, 4):
        for m, n in cells(2, 3):
            by_offset[i, j] += at(net.delta2, i - m, j - n) * net.w2[m, n] * slope(net.z1[i, j])
        for x, y in cells(3, 2):
            by_output[i, j] += net.delta2[x, y] * at(net.w2, i - x, j - y) * slope(net.z1[i, j])

    dx, _, _ = conv2d_backward(one(net.delta2), one(net.a1), one(net.w2))
    full = convolve(net.delta2, net.w2, padding=(1, 2)) * np.vectorize(slope)(net.z1)
    measured = numerical_gradient(lambda z1: net.loss(net.second(sigmoid(z1), net.w2)), net.z1)
    for found in (by_output, sigmoid_backward(dx[0, 0], net.z1), full):
        np.testing.assert_allclose(found, by_offset, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(measured, by_offset, rtol=1e-6, atol=1e-9)


def test_a_weight_gathers_its_error_from_every_position(whole):
    """S0.6, ∂Loss/∂ω'_mn = Σ_i Σ_j δ_ij a_{i+m, j+n}."""
    net = TwoLayers(whole)
    expected = np.zeros((2, 3))
    for m, n in cells(2, 3):
        expected[m, n] = sum(net.delta2[i, j] * net.a1[i + m, j + n] for i, j in cells(3, 2))
    _, dweight, _ = conv2d_backward(one(net.delta2), one(net.a1), one(net.w2))
    measured = numerical_gradient(lambda w2: net.loss(net.second(net.a1, w2)), net.w2)
    np.testing.assert_allclose(dweight[0, 0], expected, rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(measured, expected, rtol=1e-6, atol=1e-9)


def test_a_bias_of_one_position_has_that_positions_error_and_a_shared_one_has_the_sum(whole):
    """S0.7, ∂Loss/∂b_ij = δ_ij where each position owns its bias."""
    net = TwoLayers(whole)
    bare = correlate(net.a1, net.w2)
    own = numerical_gradient(lambda b2: net.loss(bare + b2), net.b2)
    np.testing.assert_allclose(own, net.delta2, rtol=1e-6, atol=1e-9)
    shared = numerical_gradient(lambda b: net.loss(net.z2 + b), [0.0])
    _, _, dbias = conv2d_backward(one(net.delta2), one(net.a1), one(net.w2))
    np.testing.assert_allclose(shared, dbias, rtol=1e-6)
    np.testing.assert_allclose(dbias, [net.delta2.sum()], rtol=1e-13)


def test_the_error_of_one_position_is_not_the_gradient_of_a_filters_bias(whole):
    """E9: δ_ij is short, at every position, by what all other positions and pictures add."""
    delta = np.array([[[[1, 2], [3, 4]]], [[[5, 6], [7, 8]]]])
    x, weight = whole(2, 1, 3, 3), whole(1, 1, 2, 2)
    rise = (delta * (conv2d(x, weight, [1]) - conv2d(x, weight, [0]))).sum()
    _, _, dbias = conv2d_backward(delta, x, weight)
    assert dbias.tolist() == [36] == [rise]
    assert (dbias - delta[0, 0]).tolist() == [[35, 34], [33, 32]]
    assert (dbias - delta.sum(axis=0)[0]).tolist() == [[30, 28], [26, 24]]
    alone = conv2d_backward(delta[:1, :, :1, :1], x[:1, :, :2, :2], weight)[2]
    assert alone.tolist() == [delta[0, 0, 0, 0]]


# S1's letters: x is M by N, the kernels W^(k) are m by n, δ^(k) = ∂E/∂a^(k).
M, N, m, n, K, C = 5, 6, 2, 3, 3, 2


def test_each_kernel_of_a_layer_gives_a_map_of_its_own(whole):
    """S1.2, a^(k)_ij = Σ_s Σ_t W^(k)_st x_{(i+s)(j+t)} + b^(k)."""
    x, W, b = whole(M, N), whole(K, m, n), whole(K)
    a = np.zeros((K, M - m + 1, N - n + 1), int)
    for k, i, j in cells(*a.shape):
        a[k, i, j] = sum(W[k, s, t] * x[i + s, j + t] for s, t in cells(m, n)) + b[k]
    assert (conv2d(one(x), W[:, None], b) == a).all()


def test_the_gradients_of_kernels_and_biases_are_sums_over_the_output(whole):
    """S1.3, ∂E/∂W^(k)_st = Σ_i Σ_j δ^(k)_ij x_{(i+s)(j+t)} and ∂E/∂b^(k) = Σ_i Σ_j δ^(k)_ij."""
    x, W, delta = whole(M, N), whole(K, m, n), whole(K, M - m + 1, N - n + 1)
    dW, db = np.zeros_like(W), np.zeros(K, int)
    for k, i, j in cells(*delta.shape):
        db[k] += delta[k, i, j]
        for s, t in cells(m, n):
            dW[k, s, t] += delta[k, i, j] * x[i + s, j + t]
    _, dweight, dbias = conv2d_backward(delta[None], one(x), W[:, None])
    assert (dweight[:, 0] == dW).all()
    assert (dbias == db).all()


def test_the_gradient_of_the_input_is_a_sum_over_the_kernel(whole):
    """S1.4, ∂E/∂x_ij = Σ_s Σ_t δ^(k)_{(i−s)(j−t)} W^(k)_st: what kernel k alone sends back."""
    x, W, delta = whole(M, N), whole(K, m, n), whole(K, M - m + 1, N - n + 1)
    parts = np.zeros((K, M, N), int)
    for k, i, j in cells(K, M, N):
        parts[k, i, j] = sum(at(delta[k], i - s, j - t) * W[k, s, t] for s, t in cells(m, n))
        alone, _, _ = conv2d_backward(delta[None, k, None], one(x), W[k, None, None])
        assert alone[0, 0, i, j] == parts[k, i, j]
    together, _, _ = conv2d_backward(delta[None], one(x), W[:, None])
    assert (together[0, 0] == parts.sum(axis=0)).all()


def border_read_round(delta, W, shape):
    """Evaluate Σ_s Σ_t δ_{i−s, j−t} W_st with an index outside read from the other end."""
    found = np.zeros(shape, int)
    for i, j in cells(*shape):
        for s, t in cells(*W.shape):
            found[i, j] += delta[(i - s) % len(delta), (j - t) % len(delta[0])] * W[s, t]
    return found


def test_without_zeros_around_the_error_every_border_cell_of_the_gradient_is_wrong(whole):
    """E6: δ_{i−s, j−t} needs δ = 0 outside its range. Reading it from the other end adds terms."""
    delta, W = np.array([[1, 2], [3, 4]]), np.array([[1, 10], [100, 1000]])
    right = conv2d_backward(one(delta), one(whole(3, 3)), one(W))[0][0, 0]
    assert right.tolist() == [[1, 12, 20], [103, 1234, 2040], [300, 3400, 4000]]
    excess = border_read_round(delta, W, (3, 3)) - right
    assert excess.tolist() == [[4320, 3400, 4301], [2040, 0, 103], [4021, 12, 321]]
    with pytest.raises(IndexError):
        delta[2 - 0, 2 - 0]  # as printed, at i = j = 2 and s = t = 0
    # Leaving out the cells that need a δ from outside keeps the middle one of nine.
    assert convolve(delta, W).tolist() == [[1234]]


def test_the_cells_spoiled_are_those_whose_window_of_errors_reaches_over_the_border(whole):
    """E6: right where m − 1 ≤ i ≤ M − m and n − 1 ≤ j ≤ N − n, wrong in every other cell."""
    delta, W = whole(M - m + 1, N - n + 1, least=1), whole(m, n, least=1)
    right = conv2d_backward(one(delta), one(whole(M, N)), one(W))[0][0, 0]
    padded = np.pad(delta, ((m - 1, m - 1), (n - 1, n - 1)))
    assert (correlate(padded, flip(W)) == right).all()
    spoiled = border_read_round(delta, W, (M, N)) > right
    inner = np.zeros((M, N), bool)
    inner[m - 1 : M - m + 1, n - 1 : N - n + 1] = True
    assert (spoiled == ~inner).all()


def test_a_layer_of_many_channels_sums_over_them_and_its_way_back_over_the_kernels(whole):
    """S1.7: Σ_c in a^(k); one ∂E/∂W^(k, c) for each pair; Σ_k in ∂E/∂x^c.

    The printed gradient of W^(k, c) has x without its c, too.
    """
    x, W, b = whole(C, M, N), whole(K, C, m, n), whole(K)
    delta = whole(K, M - m + 1, N - n + 1)
    a, dW, dx = np.zeros_like(delta), np.zeros_like(W), np.zeros_like(x)
    for k, i, j in cells(*a.shape):
        a[k, i, j] = b[k]
        for c, s, t in cells(C, m, n):
            a[k, i, j] += W[k, c, s, t] * x[c, i + s, j + t]
            dW[k, c, s, t] += delta[k, i, j] * x[c, i + s, j + t]
    for c, i, j in cells(*dx.shape):
        for k, s, t in cells(K, m, n):
            dx[c, i, j] += at(delta[k], i - s, j - t) * W[k, c, s, t]
    assert (conv2d(x[None], W, b)[0] == a).all()
    found = conv2d_backward(delta[None], x[None], W)
    assert (found[0][0] == dx).all()
    assert (found[1] == dW).all()
    assert (found[2] == delta.sum(axis=(1, 2))).all()


def test_a_sum_over_channels_needs_the_channel_on_the_kernel_and_on_the_input():
    """E5: Σ_c of terms W^(k)_st x_{(i+s)(j+t)} without c is C times one and the same number."""
    x, W, b = np.array([[1, 2, 3], [10, 20, 30]]), np.array([[1, 1], [2, -1]]), 7
    channel = [correlate(x[c], W[c]) for c in range(2)]
    assert [part.tolist() for part in channel] == [[3, 5], [0, 10]]
    right = conv2d(x[None, :, None], W[None, :, None], [b])[0, 0, 0]
    assert right.tolist() == [3 + 0 + 7, 5 + 10 + 7]

    def off(terms):
        return (sum(terms) + b - right).tolist()

    assert off(channel) == [0, 0]
    assert off([channel[0]] * 2) == [3, -5]
    assert off([channel[1]] * 2) == [-3, 5]
    assert off([correlate(x[c], W[0]) for c in range(2)]) == [30, 40]
    assert off([correlate(x[0], W[c]) for c in range(2)]) == [0, -9]
    # Nor does each a^(k, c) carry the bias: it is added once, after the sum.
    assert off([part + b for part in channel]) == [14, 14]
    alike = conv2d([[[[1, 2, 3]]] * 2], [[[[1, 1]]] * 2], [b])[0, 0, 0]
    assert alike.tolist() == (2 * channel[0] + b).tolist()


def test_the_error_slid_over_the_input_gives_the_gradient_of_the_kernel(whole):
    """S2.8, ∂L/∂w_1 = δ_1 x_1 + δ_2 x_2 + δ_3 x_3: δ is the kernel of a correlation with x."""
    x, w, delta = (
        sympy.symbols(f"{name}1:{last}") for name, last in (("x", 5), ("w", 3), ("δ", 4))
    )
    loss = sum(d * y for d, y in zip(delta, correlate(x, w), strict=True))
    printed = delta[0] * x[0] + delta[1] * x[1] + delta[2] * x[2]
    assert sympy.expand(sympy.diff(loss, w[0]) - printed) == 0
    slid = correlate(x, delta)
    for weight, cell in zip(w, slid, strict=True):
        assert sympy.expand(sympy.diff(loss, weight) - cell) == 0

    picture, kernel, error = whole(1, 4), whole(1, 2), whole(1, 3)
    values = dict(zip((*x, *delta), (*picture[0], *error[0]), strict=True))
    _, dweight, _ = conv2d_backward(one(error), one(picture), one(kernel))
    assert dweight.ravel().tolist() == [cell.subs(values) for cell in slid]


def test_the_printed_output_differentiated_gives_the_gradient_of_the_kernel(whole):
    """S3.10, the way back: the count of each w in each output cell, times that cell's error."""
    image = np.array([[1, 1, 0], [1, 1, 0], [1, 0, 0]])
    w11, w12, w21, w22 = w = sympy.symbols("w11 w12 w21 w22")
    y = [w11 + w12 + w21 + w22, w11 + w21, w11 + w12 + w21, w11]
    assert list(correlate(image, [[w11, w12], [w21, w22]]).flat) == y
    delta = np.array([[1, 10], [100, 1000]])
    loss = sum(error * cell for error, cell in zip(delta.flat, y, strict=True))
    _, dweight, _ = conv2d_backward(one(delta), one(image), one(whole(2, 2)))
    assert dweight.ravel().tolist() == [sympy.diff(loss, weight) for weight in w]
    assert dweight.ravel().tolist() == [1111, 101, 111, 1]
    _, counts, _ = conv2d_backward(one(np.ones((2, 2), int)), one(image), one(whole(2, 2)))
    assert counts.ravel().tolist() == [4, 2, 3, 1]


def test_the_gradient_goes_through_the_winner_and_gathers_every_place_of_a_shared_weight(whole):
    """S3.11, f = maxpool(σ11, σ12): as printed, w11 weighs all of σ11's cells, w12 all of σ12's."""
    x11, x12, x13, x21, x22, x23 = symbols = sympy.symbols("x11 x12 x13 x21 x22 x23")
    w11, w12 = sympy.symbols("w11 w12")
    places = [x11 * w11, x12 * w11, x21 * w11, x22 * w11]
    sigma11 = sum(places)
    sigma12 = x12 * w12 + x13 * w12 + x22 * w12 + x23 * w12
    assert [sympy.diff(place, w11) for place in places] == [x11, x12, x21, x22]

    x = np.array([[3, 1, 4], [1, 5, 9]])
    for weights, winner in (((4, 1), 0), ((1, 1), 1)):
        values = dict(zip((*symbols, w11, w12), (*x.flat, *weights), strict=True))
        f = sympy.Max(sigma11, sigma12)
        printed = [sympy.diff(f, weight).subs(values) for weight in (w11, w12)]
        sums = [(x11 + x12 + x21 + x22).subs(values), (x12 + x13 + x22 + x23).subs(values)]
        assert printed == [sums[0] if winner == 0 else 0, sums[1] if winner == 1 else 0]

        kernels = np.ones((2, 1, 2, 2), int) * np.reshape(weights, (2, 1, 1, 1))
        maps = conv2d(one(x), kernels)
        pair = np.array([[[[maps[0, 0, 0, 0], maps[0, 1, 0, 1]]]]])
        assert pair.ravel().tolist() == [sigma11.subs(values), sigma12.subs(values)]
        assert max_pool2d(pair, (1, 2)).item() == f.subs(values)
        through = max_pool2d_backward([[[[1]]]], pair, (1, 2)).astype(int).ravel()
        assert through.tolist() == [winner == 0, winner == 1]
        delta = np.zeros_like(maps)
        delta[0, 0, 0, 0], delta[0, 1, 0, 1] = through
        _, dweight, _ = conv2d_backward(delta, one(x), kernels)
        assert dweight.sum(axis=(1, 2, 3)).tolist() == printed


IMAGE = np.array([[3, 1, 4], [1, 5, 9], [2, 6, 5]])
KERNEL, ERROR = np.array([[2, -1], [7, 1]]), np.array([[1, -2], [3, 5]])


def in_symbols():
    """Return x, w, h = x ⊗ w and d = ∂L/∂h of IMAGE under KERNEL as symbols, and their values."""

    def named(name, size):
        labels = [f"{name}{r}{c}" for r, c in product(range(1, size + 1), repeat=2)]
        return sympy.Matrix(size, size, sympy.symbols(labels))

    x, w, d = named("x", 3), named("w", 2), named("d", 2)
    h = sympy.zeros(2, 2)
    for (i, j), (p, q) in product(cells(2, 2), cells(2, 2)):
        h[i, j] += w[p, q] * x[i + p, j + q]
    given = zip((*x, *w, *d), (*IMAGE.flat, *KERNEL.flat, *ERROR.flat), strict=True)
    return x, w, h, d, dict(given)


def numbers(expressions, values):
    return [int(expression.subs(values)) for expression in expressions]


def test_the_chain_rule_of_a_dense_layer_serves_a_layer_whose_connections_are_local():
    """S4.1, ∂L/∂x = Σ ∂L/∂h · ∂h/∂x, where each h hangs on four of the nine x only."""
    x, _, h, d, values = in_symbols()
    assert conv2d(one(IMAGE), one(KERNEL)).ravel().tolist() == numbers(h, values)
    dense = sympy.Matrix(list(h)).jacobian(list(x))
    assert [sum(entry != 0 for entry in dense.row(o)) for o in range(4)] == [4, 4, 4, 4]
    back = dense.T * sympy.Matrix(list(d))
    dx, _, _ = conv2d_backward(one(ERROR), one(IMAGE), one(KERNEL))
    assert dx.ravel().tolist() == numbers(back, values)


def test_the_gradient_of_each_kernel_entry_runs_through_every_output():
    """S4.2, ∂L/∂w = Σ ∂L/∂h · ∂h/∂w, entry by entry."""
    _, w, h, d, values = in_symbols()
    entries = [
        sum(error * sympy.diff(cell, weight) for error, cell in zip(d, h, strict=True))
        for weight in w
    ]
    assert [str(entry) for entry in entries] == [
        "d11*x11 + d12*x12 + d21*x21 + d22*x22",
        "d11*x12 + d12*x13 + d21*x22 + d22*x23",
        "d11*x21 + d12*x22 + d21*x31 + d22*x32",
        "d11*x22 + d12*x23 + d21*x32 + d22*x33",
    ]
    _, dweight, _ = conv2d_backward(one(ERROR), one(IMAGE), one(KERNEL))
    assert dweight.ravel().tolist() == numbers(entries, values)


def test_only_the_edges_that_carry_w11_count_for_w11():
    """S4.5: of the sixteen edges between image and output four carry each weight."""
    tables = (table.tolist() for table in taps((3, 3), (2, 2)))
    edges = [tuple(map(tuple, edge)) for edge in zip(*tables, strict=True)]
    assert len(edges) == 16
    _, dweight, _ = conv2d_backward(one(ERROR), one(IMAGE), one(KERNEL))
    for weight in cells(2, 2):
        carry = [(out, inp) for out, inp, ker in edges if ker == weight]
        assert len(carry) == 4
        assert dweight[0, 0][weight] == sum(ERROR[out] * IMAGE[inp] for out, inp in carry)
    yellow = [(inp, out) for out, inp, ker in edges if ker == (0, 0)]
    assert yellow == [((0, 0), (0, 0)), ((0, 1), (0, 1)), ((1, 0), (1, 0)), ((1, 1), (1, 1))]
