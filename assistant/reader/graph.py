"""The cross-encoder as an ONNX graph, whose large matrix products are of bytes."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from onnx import GraphProto, NodeProto, TensorProto, helper, numpy_helper

from assistant.reader.weights import FOUND, STATES, Weights, layer_count
from knowledge.embedding.onnx_session import open_session

HEADS = 12
NORM_EPSILON = 1e-12
LARGEST = 127  # of a byte on either side of its zero
ZERO = 128  # what stands for 0 in an unsigned byte
TINY = 1e-9  # smallest scale of a row, so that none is divided by 0
OPSET, IR = 20, 9  # the first versions of ONNX with GELU


def scoring_graph(weights: Weights) -> bytes:
    """The graph from embeddings `(t, d)` of one pair to its score `(1, 1)`.

    Only the first token's states leave the last layer, which saves most of it.
    """
    graph = Graph()
    states = _encoded(graph, weights, first_alone=True)
    pooled = _plain(graph, states, weights["pooler.dense.weight"], weights["pooler.dense.bias"])
    return graph.finished(
        _plain(graph, graph.add("Tanh", pooled), weights["classifier.weight"], weights["classifier.bias"])
    )


def span_graph(weights: Weights) -> bytes:
    """The graph from embeddings `(t, d)` of one pair to how well the answer begins and ends at each token `(t, 2)`."""
    graph = Graph()
    states = _encoded(graph, weights, first_alone=False)
    return graph.finished(_plain(graph, states, weights["span.weight"], weights["span.bias"]))


class Graph:
    """Nodes and constants of a graph in the making."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def constant(self, value: NDArray[np.generic] | np.generic) -> str:
        """Add a constant, and give its name."""
        name = f"constant{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def add(self, kind: str, *inputs: str, **attributes: float | list[int]) -> str:
        """Add a node of a kind of ONNX operator, and give the name of its output."""
        name = f"{kind}{len(self._nodes)}"
        node = helper.make_node(kind, list(inputs), [name])
        node.attribute.extend(helper.make_attribute(*one) for one in attributes.items())
        self._nodes.append(node)
        return name

    def finished(self, output: str) -> bytes:
        """The whole graph, with `output` as what it finds."""
        nodes = [*self._nodes, helper.make_node("Identity", [output], [FOUND])]
        sides = (STATES, FOUND)
        given, found = (helper.make_tensor_value_info(side, TensorProto.FLOAT, [None, None]) for side in sides)
        graph = helper.make_graph(nodes, "reader", [given], [found], self._constants)
        return _serialized(graph)


def _serialized(graph: GraphProto) -> bytes:
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)
    return bytes(model.SerializeToString())


def _encoded(graph: Graph, weights: Weights, first_alone: bool) -> str:
    """The states `(t, d)` of the last layer, or `(1, d)` of its first token."""
    states = _norm(graph, STATES, weights, "embeddings")
    count = layer_count(weights)
    for number in range(count):
        states = _layer(graph, states, weights, f"encoder.layer.{number}", first_alone and number == count - 1)
    return states


def _layer(graph: Graph, states: str, weights: Weights, layer: str, first_alone: bool) -> str:
    """One transformer layer. Source: Vaswani et al., Attention Is All You Need, 2017, section 3."""
    parts = [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")]
    matrix = np.concatenate([weights[f"{part}.weight"] for part in parts])
    bias = np.concatenate([weights[f"{part}.bias"] for part in parts])
    width = matrix.shape[1]
    split = graph.constant(np.array([0, 3, HEADS, width // HEADS]))
    heads = graph.add("Reshape", rounded_product(graph, states, matrix, bias), split)
    heads = graph.add("Transpose", heads, perm=[1, 2, 0, 3])  # query, key, value; head; token; number
    query, key, value = (graph.add("Gather", heads, graph.constant(np.int64(part)), axis=0) for part in range(3))
    if first_alone:
        query, states = _first(graph, query, axis=1), _first(graph, states, axis=0)
    products = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 2, 1]))
    scaled = graph.add("Mul", products, graph.constant(np.float32((width // HEADS) ** -0.5)))
    mixed = graph.add("MatMul", graph.add("Softmax", scaled, axis=-1), value)
    mixed = graph.add("Transpose", mixed, perm=[1, 0, 2])
    mixed = graph.add("Reshape", mixed, graph.constant(np.array([0, width])))
    mixed = _dense(graph, mixed, weights, f"{layer}.attention.output.dense")
    states = _norm(graph, graph.add("Add", states, mixed), weights, f"{layer}.attention.output")
    wide = graph.add("Gelu", _dense(graph, states, weights, f"{layer}.intermediate.dense"))
    narrow = _dense(graph, wide, weights, f"{layer}.output.dense")
    return _norm(graph, graph.add("Add", states, narrow), weights, f"{layer}.output")


def _first(graph: Graph, rows: str, axis: int) -> str:
    start, end, along = (graph.constant(np.array([bound])) for bound in (0, 1, axis))
    return graph.add("Slice", rows, start, end, along)


def _norm(graph: Graph, rows: str, weights: Weights, name: str) -> str:
    scale, bias = (graph.constant(weights[f"{name}.LayerNorm.{part}"]) for part in ("weight", "bias"))
    return graph.add("LayerNormalization", rows, scale, bias, axis=-1, epsilon=NORM_EPSILON)


def _plain(graph: Graph, rows: str, weight: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
    return graph.add("Gemm", rows, graph.constant(weight), graph.constant(bias), transB=1)


def _dense(graph: Graph, rows: str, weights: Weights, name: str) -> str:
    return rounded_product(graph, rows, weights[f"{name}.weight"], weights[f"{name}.bias"])


def rounded_product(graph: Graph, rows: str, weight: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
    """`rows (t, in)` times `weight (out, in)` plus `bias (out,)`, with both factors rounded to bytes.

    Each token and each output has its own scale, so that what a token gives does not depend on those beside it.

    Source: Dettmers et al., LLM.int8(), 2022, section 2.1 (vector-wise quantization).
    """
    largest = graph.add("ReduceMax", graph.add("Abs", rows), graph.constant(np.array([-1])), keepdims=1)
    scale = graph.add("Mul", largest, graph.constant(np.float32(1 / LARGEST)))
    scale = graph.add("Max", scale, graph.constant(np.float32(TINY)))
    zero = graph.constant(np.uint8(ZERO))
    whole = graph.add("QuantizeLinear", graph.add("Div", rows, scale), graph.constant(np.float32(1)), zero)
    steps = np.abs(weight).max(axis=1) / LARGEST
    matrix = np.round(weight / np.maximum(steps, TINY)[:, None]).T
    if bytes_of_both_signs_are_exact():
        inner, inner_zero = matrix.astype(np.int8), np.zeros((), dtype=np.int8)
    else:
        inner, inner_zero = (matrix + ZERO).astype(np.uint8), np.full((), ZERO, dtype=np.uint8)
    sums = graph.add("MatMulInteger", whole, graph.constant(inner), zero, graph.constant(inner_zero))
    sums = graph.add("Mul", graph.add("Cast", sums, to=TensorProto.FLOAT), scale)
    sums = graph.add("Mul", sums, graph.constant(steps.astype(np.float32)))
    return graph.add("Add", sums, graph.constant(bias))


@cache
def bytes_of_both_signs_are_exact() -> bool:
    """Whether this processor multiplies unsigned by signed bytes without cutting sums off at 16 bits.

    Those with VNNI do, and fastest so. Others with AVX2 cut them off; there both factors are made unsigned, which gives
    the same sums more slowly.
    """
    left, right = np.full((4, 64), 255, dtype=np.uint8), np.full((64, 16), LARGEST, dtype=np.int8)
    given = helper.make_tensor_value_info(STATES, TensorProto.UINT8, left.shape)
    found = helper.make_tensor_value_info(FOUND, TensorProto.INT32, [len(left), right.shape[1]])
    node = helper.make_node("MatMulInteger", [STATES, "right"], [FOUND])
    graph = helper.make_graph([node], "sums", [given], [found], [numpy_helper.from_array(right, "right")])
    sums = open_session(_serialized(graph)).run([FOUND], {STATES: left})[0]
    return bool((sums == left.astype(int) @ right).all())
