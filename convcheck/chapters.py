"""The chapters that a mistake can send its reader to: each by its label, with its title.

The titles stand here as well as in the book, since `check` also runs where the book's sources are
not; a test holds the two together.
"""

TITLES = {
    "sliding-and-flipping": "Sliding and flipping",
    "kernels-as-filters": "Kernels as filters and detectors",
    "output-size": "How big is the output?",
    "edges": "Edges: padding and boundary modes",
    "channels": "Many channels, many kernels",
    "grouped": "1×1, grouped and depthwise",
    "pooling": "Pooling",
    "activations": "Activations",
    "backprop": "Backprop through one convolution",
    "backprop-strides": "Strides, padding and dilation on the way back",
    "shared-weights": "Gradients through pooling and shared weights",
    "gradient-checks": "Check your gradients",
    "sparse-matrix": "The sparse matrix",
    "im2col": "im2col and why it is fast",
    "transposed-convolution": "Transposed convolution",
    "fft": "Toeplitz, circulant, FFT and separable kernels",
    "cnn": "A CNN in plain NumPy, trained",
    "receptive-field": "What a cell sees: receptive fields",
}
