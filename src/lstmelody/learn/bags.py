"""The sum of some rows of a table, with a gradient that is quick and exact on a processor.

PyTorch's own sorts the rows first: per 49,152 bags of six it takes 36 ms where one addition a
column takes 9; and in 16 bits it adds up in 16 bits, where a thousand small steps are lost.
Knows tensors. Does not know what a row stands for.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F


def summed(rows: Tensor, table: Tensor) -> Tensor:
    """(n, k) numbers of rows of a (rows, width) table → the sum of each k of them, (n, width)."""
    if rows.device.type != "cpu" or torch.compiler.is_compiling():
        return F.embedding_bag(rows, table, mode="sum")
    bags: Tensor = _Bags.apply(rows, table)  # type: ignore[no-untyped-call]  # torch's own
    return bags


class _Bags(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, rows: Tensor, table: Tensor) -> Tensor:
        ctx.save_for_backward(rows)
        ctx.shape, ctx.dtype = table.shape, table.dtype
        return F.embedding_bag(rows, table, mode="sum")

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[None, Tensor]:
        (rows,) = ctx.saved_tensors
        gradient = gradients[0].float()
        total = gradient.new_zeros(ctx.shape)
        for column in rows.unbind(-1):
            total.index_add_(0, column, gradient)
        return None, total.to(ctx.dtype)
